from datetime import date

from parser.document import Level, System


def level_of(name: str, on: date | None, system: System = "other") -> Level | None:
    """The administrative level of the body called `name` in a paper dated `on` (None: not known)."""
    return None
