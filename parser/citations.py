from parser.document import Citation, Frame, Header, Reading


def find_citations(reading: Reading, header: Header, frame: Frame) -> tuple[Citation, ...]:
    return ()
