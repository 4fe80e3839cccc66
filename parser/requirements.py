from parser.document import (
    Citation,
    Deadline,
    Frame,
    Header,
    Heading,
    Reading,
    Requirement,
    Target,
    Unit,
)


def find_requirements(
    reading: Reading,
    header: Header,
    frame: Frame,
    outline: tuple[Heading, ...],
    units: tuple[Unit, ...],
    citations: tuple[Citation, ...],
    deadlines: tuple[Deadline, ...],
    targets: tuple[Target, ...],
) -> tuple[Requirement, ...]:
    return ()
