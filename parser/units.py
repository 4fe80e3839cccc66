from parser.document import Frame, Heading, Reading, Unit


def find_units(reading: Reading, frame: Frame, outline: tuple[Heading, ...]) -> tuple[Unit, ...]:
    return ()
