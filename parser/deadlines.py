from parser.document import Citation, Deadline, Frame, Header, Reading, Unit


def find_deadlines(
    reading: Reading, header: Header, frame: Frame, units: tuple[Unit, ...], citations: tuple[Citation, ...]
) -> tuple[Deadline, ...]:
    return ()
