"""Commands that need more than a page of their own; cli.py hangs them into `rasoat`."""
