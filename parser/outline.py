from parser.document import Frame, Heading, Reading


def find_outline(reading: Reading, frame: Frame) -> tuple[Heading, ...]:
    return ()
