"""The registry: every paper an office has taken in, who implements whom, what is due, who decided what."""
