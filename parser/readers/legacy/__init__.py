"""Vietnamese from before Unicode: TCVN3, VNI, VPS, VISCII. Which encoding a text is in, and its letters in Unicode."""

from __future__ import annotations

from parser.readers.legacy.encodings import decode, decode_bytes, encoding, encodings
from parser.readers.legacy.recode import Segment, recode, recode_lines

__all__ = ["Segment", "decode", "decode_bytes", "encoding", "encodings", "recode", "recode_lines"]
