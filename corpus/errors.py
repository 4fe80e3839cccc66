"""The one error tree of rasoat.

RasoatError
├── UnreadableFile        the input cannot be read (missing, empty, folder, damaged, password, too large)
│   ├── UnsupportedFormat a kind of file that rasoat does not read
│   └── ScannedPdf        a PDF with pictures of pages and no text layer
├── SecretPaper           a paper with a secrecy mark, and no leave given to read it
├── RegistryError         the registry's database cannot be used, or does not know what was asked for
├── UsageError            options that contradict each other or name something unknown
└── OutputError           the result cannot be written

Every error carries a `code`; its Vietnamese sentence (which file, what is wrong, what to do)
stands in corpus/knowledge/messages.toml under [errors], so the words can be read in one place.
"""

from __future__ import annotations

from corpus.messages import message


class RasoatError(Exception):
    """Root of all errors that a user may see; `str(error)` is one Vietnamese line."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(message("errors", code, **facts))


class UnreadableFile(RasoatError):
    """The input cannot be read; `file` among the facts names it."""


class UnsupportedFormat(UnreadableFile):
    """The input is of a kind that rasoat does not read (or not yet)."""


class ScannedPdf(UnreadableFile):
    """The PDF holds page images without a text layer."""


class SecretPaper(RasoatError):
    """The paper bears a secrecy mark and nobody gave leave (--allow-secret); nothing of its content was kept."""


class UsageError(RasoatError):
    """The command was called with options that cannot be carried out."""


class OutputError(RasoatError):
    """The result cannot be written where the user asked for it."""


class RegistryError(RasoatError):
    """The registry cannot be opened or written, or holds no such document."""
