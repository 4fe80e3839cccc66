"""The signature block: on whose behalf ("TM. … KT. …"), which office, whose name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from parser.folding import fold
from parser.thethuc.lexicon import alternation, is_caps, table, words

Kind = Literal["authority", "role", "signed", "name", "caps"]

_LETTER = re.compile(r"[^\W\d_]")
_NAME_WORD = re.compile(r"[^\W\d_][^\W\d_'’.-]*(?:['’-][^\W\d_]+)*$")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a signature block and what it is."""

    kind: Kind
    text: str


@dataclass(slots=True)
class Signature:
    """The block as read; the first of several signers counts."""

    authority: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def state(self) -> tuple[str | None, str | None, str | None]:
        """Return (authority, signer_role, signer)."""
        return (
            " ".join(self.authority) or None,
            self.roles[-1] if self.roles else None,
            self.names[0] if self.names else None,
        )


@cache
def _authority() -> re.Pattern[str]:
    marks = tuple(sorted({*words("tail", "on_behalf"), *words("tail", "for_another")}, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?P<mark>{alternation(marks)})(?P<dot>\s?[./:]\s*|\s+)(?=[^\W\d_])")


@cache
def _role() -> re.Pattern[str]:
    guards = "".join(rf"(?<!\b{re.escape(word)} )" for word in words("tail", "not_roles_after"))
    return re.compile(rf"(?<![\w]){guards}(?:{alternation(words('tail', 'roles'))})(?!\w)")


@cache
def _not_a_name() -> re.Pattern[str]:
    """First words of lines of capitals that are bodies, places, offices or annexes, not persons."""
    heads = {*words("bodies", "heads"), *words("bodies", "levels"), *words("tail", "roles"), *words("tail", "annexes")}
    heads -= set(words("tail", "surnames"))
    return re.compile(rf"(?:{alternation(tuple(sorted(heads, key=len, reverse=True)))})(?!\w)")


@cache
def _signed() -> re.Pattern[str]:
    return re.compile(rf"[\[(]?\s*(?:{alternation(words('tail', 'signed'))})\s*[\])]?\s*[.,]?\s*$")


def is_authority(text: str) -> bool:
    """Tell whether a line begins with TM., KT., TL. or TUQ. and goes on in capitals."""
    found = _authority().match(text)
    return found is not None and is_caps(text[found.end() : found.end() + 3]) and len(text) < 160


def is_role(text: str) -> bool:
    """Tell whether a line of capitals names an office."""
    return is_caps(text) and len(text) < 120 and _role().match(fold(text)) is not None and text[-1] not in ":;."


def is_signed(text: str) -> bool:
    """Tell whether the line stands for a written signature: "(Đã ký)"."""
    return len(text) < 40 and _signed().match(fold(text).strip("* ")) is not None


def person(text: str) -> str | None:
    """Return the name when `text` is a person's name (ranks and degrees left off), else None."""
    tokens = text.strip(" .*_").split()
    if not 2 <= len(tokens) <= 10:
        return None
    tokens = _without_degrees(tokens)
    if not 2 <= len(tokens) <= 6 or not all(_NAME_WORD.match(token) and token[0].isupper() for token in tokens):
        return None
    if any(len(token) > 2 and token.isupper() for token in tokens) and not is_caps(" ".join(tokens)):
        return None  # "Lưu VPĐU" is a recipient
    if is_caps(" ".join(tokens)) and _not_a_name().match(fold(" ".join(tokens))):
        return None
    return " ".join(tokens)


def _without_degrees(tokens: list[str]) -> list[str]:
    degrees = words("tail", "degrees")
    again = True
    while again and len(tokens) > 2:
        again = False
        for length in (2, 1):
            head = fold(" ".join(tokens[:length])).strip(".,")
            if (
                head in degrees
                or all(bit in degrees for bit in re.split(r"[.,]+\s*", head) if bit)
                and "." in " ".join(tokens[:length])
            ):
                tokens, again = tokens[length:], True
                break
    if "." in tokens[0]:  # "ThS.Nguyễn Văn A"
        head, _, name = tokens[0].rpartition(".")
        if fold(head) in degrees and name:
            return [name, *tokens[1:]]
    return tokens


def split_line(text: str) -> list[Part]:
    """Split a line of a signature block at its marks, offices and names; [] when it is no such line."""
    text = text.strip(" *_")
    if not text or len(text) > 260:
        return []
    if is_signed(text):
        return [Part("signed", text)]
    caps, rest = _capitals(text)
    parts: list[Part] = []
    if caps:
        parts = _split_capitals(caps)
        if not parts:
            return [Part("name", found)] if not rest and (found := person(caps)) and len(caps.split()) > 1 else []
    for mark in re.finditer(r"[\[(][^\])]*[\])]", rest):
        rest = rest.replace(mark.group(), " ", 1)
    rest = rest.strip(" .")
    if rest:
        found = person(rest)
        if found is None:
            return []
        parts.append(Part("name", found))
    return parts


def _capitals(text: str) -> tuple[str, str]:
    """Cut `text` where capitals end: ("KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC", "Nguyễn Văn A"), also when glued together."""
    for found in re.finditer(r"[^\W\d_]", text):
        at = found.start()
        if text[at].islower():
            start = at
            while start > 0 and text[start - 1].isalpha():
                start -= 1
            if at - start > 1:  # "THỦ TƯỚNGNguyễn": the capital before the first small letter begins the name
                start = at - 1
            head = text[start:].split(" ")[0]
            if fold(head).strip(".") in words("tail", "degrees"):
                pass
            bracket = text.rfind("(", 0, start)
            cut = bracket if bracket >= 0 and ")" not in text[bracket:start] else start
            return _before_name(text[:cut], text[cut:])
    return text.strip(), ""


def _before_name(caps: str, rest: str) -> tuple[str, str]:
    """Give back a one-letter first name ("A Đức Thiện", "Y Blơi") and degrees in capitals to the name."""
    tokens = caps.split()
    moved: list[str] = []
    while tokens and (len(tokens[-1]) == 1 or fold(tokens[-1]).strip(".") in words("tail", "degrees")):
        moved.insert(0, tokens.pop())
    return " ".join(tokens), " ".join([*moved, rest])


def _split_capitals(caps: str) -> list[Part]:
    cuts = {found.start() for found in _authority().finditer(caps)}
    cuts |= {found.start() for found in re.finditer(r"(?<=[^\W\d_])(?=(?:PHÓ|KT|TM)[ .])", caps)}
    bounds = sorted({0, *cuts, len(caps)})
    parts: list[Part] = []
    for start, end in zip(bounds, bounds[1:], strict=False):
        chunk = caps[start:end].strip(" ,;")
        if not chunk:
            continue
        if _authority().match(chunk):
            parts += _split_authority(chunk)
        elif is_role(chunk):
            parts.append(Part("role", chunk))
        elif parts:
            parts.append(Part("caps", chunk))
        else:
            return []
    return parts


def _split_authority(chunk: str) -> list[Part]:
    """Cut "KT. CHỦ TỊCH PHÓ CHỦ TỊCH" before the office of the one who signs."""
    found = _authority().match(chunk)
    if found is None:
        return []
    roles = [match.start() for match in _role().finditer(fold(chunk)) if match.start() > 0]
    needed = 0 if found["mark"] in words("tail", "on_behalf") else 1
    if len(roles) > needed and not (needed == 0 and roles[0] == found.end()):
        at = roles[needed]
        return [Part("authority", chunk[:at].strip()), Part("role", chunk[at:].strip())]
    return [Part("authority", chunk)]


def assemble(parts: Iterable[Part]) -> Signature:
    """Put the parts of one block together: lines of capitals go on with the line above them."""
    block = Signature()
    last: Kind | None = None
    for part in parts:
        if part.kind == "name":
            if part.text not in block.names:
                block.names.append(part.text)
        elif block.names and block.roles and part.kind in ("authority", "role"):
            break  # a second signer
        elif part.kind == "authority":
            block.authority.append(part.text)
        elif part.kind == "role":
            block.roles.append(part.text)
        elif part.kind == "caps":
            target = block.roles if last == "role" else block.authority
            if target:
                target[-1] = f"{target[-1]} {part.text}"
            continue
        last = part.kind
    return block


def body_of(authority: str) -> str | None:
    """Return the body that "TM. …" speaks for, in capitals as printed."""
    for chunk in re.split(r"\s(?=(?:KT|K/T|TL|T/L|TUQ)\b)", authority):
        found = _authority().match(chunk)
        if found and found["mark"] in words("tail", "on_behalf"):
            return chunk[found.end() :].strip()
    return None


def known_marks() -> tuple[str, ...]:
    """Return every mark that may begin an authority line."""
    return (*table("tail")["on_behalf"], *table("tail")["for_another"])
