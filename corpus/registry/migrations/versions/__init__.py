"""The steps, oldest first; a step is never changed once it was released."""
