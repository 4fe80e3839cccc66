from parser.document import Citation, Deadline, Frame, Reading, Target, Unit


def find_targets(
    reading: Reading,
    frame: Frame,
    units: tuple[Unit, ...],
    citations: tuple[Citation, ...],
    deadlines: tuple[Deadline, ...],
) -> tuple[Target, ...]:
    return ()
