"""Mentions by number: full symbols, shared and listed ones, and short numbers ("Chỉ thị số 05")."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from corpus.knowledge import load
from parser.citing.mention import Mention, View, type_name
from parser.citing.tails import DATE, either, read_body, read_date, read_tail
from parser.folding import fold
from parser.symbols import Symbol, find_symbols

_REACH = 80
_NUMBERS = re.compile(r"(?<![\w/.,-])(?:\d{1,5}[a-z]?\s{0,2}(?:,|;|&|và)\s{0,2}(?:số\s{0,2})?)+$")
_JOINT = re.compile(r"[\s,;]*(?:và|hoặc|cùng|với)?\s*(?:các\s+)?(?P<so>số)?\s*:?\s*")
_SO = re.compile(r"(?<!\w)số\s{0,2}:?\s{0,2}$")
_MORE_NUMBERS = re.compile(r"(?:,\s\d{2,3}(?![\w/.%-])){1,8}(?:\s(?:và|,)\s\d{2,3}(?![\w/.%-]))?")  # "57, 59 và 66"
_LAWS_AT_LARGE = "pháp luật"  # "… quy phạm pháp luật số 64/…": the law's name ends so, it is no kind
_YEAR_FORM = re.compile(r"\d{1,4}/(?:19|20)\d\d")


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = load("citations")["numbered"]
    return table


@cache
def kind_names() -> dict[str, tuple[str, ...]]:
    """Folded names of the kinds of documents and the symbols each may have."""
    names: dict[str, list[str]] = {fold(name): [] for name in _table()["extra_types"]}
    for row in load("document_types")["type"]:
        names.setdefault(fold(row["name"]), []).append(row.get("symbol", ""))
    for name, codes in load("citations")["families"].items():
        names[name] = codes
    return {name: tuple(code for code in codes if code) for name, codes in names.items()}


@cache
def _names_by_code() -> dict[tuple[str, bool], str]:
    """The first kind of each symbol, for Party papers (True) and others: TT is a thông tri there, a thông tư here."""
    table: dict[tuple[str, bool], str] = {}
    for row in load("document_types")["type"]:
        if row.get("symbol"):
            for system in row.get("systems", ["state"]):
                table.setdefault((row["symbol"].casefold(), system == "party"), row["name"])
    return table


@cache
def _kinds() -> re.Pattern[str]:
    return re.compile(r"(?<!\w)" + either(tuple(kind_names())) + r"(?!\w)")


@cache
def _between() -> re.Pattern[str]:
    stop = either(tuple(load("citations")["tail"]["stops"]))
    word = rf"\s+(?!{stop}\b)[^\W\d_]+"
    return re.compile(rf"(?:\s+|(?:{word}){{0,{_table()['between_max_words']}}}?\s*:?\s*số\s*:?\s*)$|\s*:\s*$")


@cache
def _short() -> re.Pattern[str]:
    kinds = either(tuple(_table()["short_types"]))
    return re.compile(
        kinds
        + r"(?P<so>[ \u00a0]{1,3}số)?[ \u00a0]{1,3}(?P<num>\d{1,4}[a-z]?(?:/(?:19|20)\d\d)?)"
        + r"(?![\w/]|[-–][^\W\d_]|\s?[-–/]\s?[^\W\d_]{0,12}/|[.,:]\d|\s?%)"
    )


@cache
def _followers() -> re.Pattern[str]:
    return re.compile(r"\s*(?:$|[^\w\s%]|\n|" + either(tuple(_table()["short_followers"])) + r"\b)")


def _kind_before(view: View, start: int) -> tuple[int, int] | None:
    """The kind's name that leads up to `start` ("Quyết định số ", "Kế hoạch hành động số ")."""
    low = max(0, start - _REACH)
    found = None
    for match in _kinds().finditer(view.folded, low, start):
        if not view.folded.startswith(_LAWS_AT_LARGE, match.start() - 5):
            found = match
    if found and _LAWS_AT_LARGE in view.folded[found.end() : start]:
        return None
    if found and _between().fullmatch(view.folded, found.end(), start):
        return found.start(), found.end()
    return None


def _named_by_code(symbol: Symbol) -> str:
    party = symbol.number[len(symbol.serial)] == "-"
    code = (symbol.kind or "").casefold()
    table = _names_by_code()
    default: str = _table()["default_type"]
    return table.get((code, party)) or table.get((code, not party)) or default


@cache
def _form_words() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){either(tuple(_table()['form_words']))}\s+(?:số\s*)?:?\s*$")


def _form_number(view: View, start: int) -> bool:
    """Whether the number is that of a form or a table: "Mẫu số 01/BC-SNV"."""
    return bool(_form_words().search(view.folded[max(0, start - 24) : start]))


def _mention(view: View, symbol: Symbol, found: list[Mention]) -> list[Mention]:
    """The mentions that one symbol makes: several where numbers share it ("217, 218-QĐ/TW")."""
    start, name, shared = symbol.start, None, []
    numbers = _NUMBERS.search(view.folded[max(0, start - 60) : start])
    if numbers:
        first = start - len(numbers.group())
        lead = _kind_before(view, first)
        if lead:
            shared = re.findall(r"\d{1,5}[a-z]?", numbers.group())
            start, name = lead[0], type_name(view.text[lead[0] : lead[1]])
    if name is None:
        lead = _kind_before(view, start)
        if lead:
            start, name = lead[0], type_name(view.text[lead[0] : lead[1]])
        else:
            start, name = _lead_less(view, symbol, found)
    if name is None or _form_number(view, symbol.start):
        return []
    end, day, issuer = read_tail(view, symbol.end)
    rest = symbol.number[len(symbol.serial) :]
    return [
        Mention(start, end, symbol.end, name, serial + rest, symbol.kind, day, issuer)
        for serial in [*(number.upper() for number in shared), symbol.serial]
    ]


def _lead_less(view: View, symbol: Symbol, found: list[Mention]) -> tuple[int, str | None]:
    """A symbol without a kind's name: in a list it takes the kind of the one before, else that of its code."""
    so = _SO.search(view.folded[max(0, symbol.start - 8) : symbol.start])
    start = symbol.start - len(so.group()) if so else symbol.start
    previous = found[-1] if found and view.text.find("\n", found[-1].end, symbol.start) < 0 else None
    listed = previous is not None and bool(_JOINT.fullmatch(view.folded, previous.end, symbol.start))
    if previous and (listed or so) and (previous.kind == symbol.kind or symbol.kind is None):
        return start, previous.type
    if symbol.sure or (listed and symbol.issuer):
        return start, _named_by_code(symbol)
    return start, None


def find_numbered(view: View) -> list[Mention]:
    """Every mention with a full symbol, in order."""
    found: list[Mention] = []
    for symbol in find_symbols(view.text):
        found.extend(_mention(view, symbol, found))
    _share_issuers(view, found)
    return found


def _share_issuers(view: View, found: list[Mention]) -> None:
    """In "Thông tư số A và Thông tư số B của Bộ Tài chính" the issuer speaks for both."""
    for left, right in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        if left.issuer or not right.issuer or left.type != right.type or not left.number or not right.number:
            continue
        same = re.split("[-/]", left.number)[-1] == re.split("[-/]", right.number)[-1]
        if same and re.fullmatch(r"[\s,;]*(?:và|hoặc)?\s*(?:các\s+)?", view.folded[left.end : right.start] or " "):
            left.issuer = right.issuer


@cache
def _written() -> re.Pattern[str]:
    """Return "Văn bản số 07-GCN-VH ngày 02/3/2026": any run of signs with a figure, a day behind it."""
    token = r"[^\s,;:()“”\"]{0,12}\d[^\s,;:()“”\"]{1,24}"
    kinds = either(tuple(_table()["free_types"]))
    return re.compile(
        rf"(?<!\w){kinds}[ \u00a0]{{1,2}}số[ \u00a0]?:?[ \u00a0]{{0,2}}(?P<num>{token})(?=,?\s{{1,2}}{DATE})"
    )


def find_written(view: View, taken: list[Mention]) -> list[Mention]:
    """Mentions whose number follows no table of symbols; a known kind, "số" and a day vouch for them."""
    starts = {mention.start for mention in taken}
    found = []
    for match in _written().finditer(view.folded):
        if match.start() in starts or match["num"].isdigit() or not re.search(r"[^\W\d_]", match["num"]):
            continue
        core = match.end("num")
        end, day, issuer = read_tail(view, core)
        name = type_name(
            re.split(r"[ \u00a0]+số", view.text[match.start() : match.start("num")], flags=re.IGNORECASE)[0]
        )
        number = view.text[match.start("num") : core].replace("–", "-")
        found.append(Mention(match.start(), end, core, name, number, None, day, issuer))
    return found


@cache
def _in_body() -> re.Pattern[str]:
    table = _table()
    acts = either(tuple(table["body_acts"]))
    return re.compile(rf"(?<!\w){either(tuple(table['bodies']))}(?!\w)(?:(?!(?<!\w){acts}(?!\w))[^.;:()\n]){{0,240}}$")


def _names_body(view: View, start: int, kind: str) -> bool:
    """Whether "Đề án 06" belongs to the name of a body: "Ban Chỉ đạo … chuyển đổi số và Đề án 06"."""
    if kind not in _table()["in_bodies"]:
        return False
    return _in_body().search(view.folded[max(0, start - 260) : start]) is not None


def date_from_sentence(view: View, mention: Mention) -> None:
    """Take the day from "Ngày 05/3/2026, Bộ trưởng … ban hành Quyết định số …" when the mention itself has none."""
    low = max(view.text.rfind("\n", 0, mention.start) + 1, mention.start - 160)
    window = view.folded[low : mention.start]
    if "ngày" not in window:
        return
    dates = list(re.finditer(DATE, window))
    if not dates:
        return
    last = dates[-1]
    gap = re.compile(r"\s?,?\s").match(view.folded, low + last.end())
    body_end = read_body(view, gap.end()) if gap and gap.end() < mention.start else None
    verb = r"\s*(?:(?:đã|vừa)\s)?(?:ký\s)?(?:ban hành|có|ký|phê duyệt)\s+$"
    if gap and body_end and re.match(verb, view.folded[body_end : mention.start] or ""):
        mention.date = read_date(last)
        mention.issuer = mention.issuer or " ".join(view.text[gap.end() : body_end].split())


def find_short(view: View, taken: list[Mention]) -> list[Mention]:
    """Mentions by kind and bare number: "Chỉ thị 05", "Kết luận số 01, ngày 18/5/2021", "Nghị định 30/2020"."""
    spans = {index for mention in taken for index in (mention.start,)}
    found = []
    for match in _short().finditer(view.folded):
        start = match.start()
        if start in spans or (start and view.text[start - 1].isalnum()):
            continue
        number = match["num"]
        plain_year = re.fullmatch(r"(?:19|20)\d\d", number)
        if not match["so"]:
            capital = view.text[start].isupper() or number.startswith("0")
            if not capital or plain_year or not _followers().match(view.folded, match.end()):
                continue
        kind = re.compile(r"(?:\s{1,3}số)?\s{1,3}\d").search(view.folded, start)
        name = type_name(view.text[start : kind.start()]) if kind else ""
        if not match["so"] and _names_body(view, start, name.casefold()):
            continue
        more = _MORE_NUMBERS.match(view.folded, match.end())
        listed = more is not None and _followers().match(view.folded, more.end())
        if more and not listed and not match["so"]:
            continue  # "Kế hoạch 15, 20 người": counts
        core = more.end() if more and listed else match.end()
        numbers = [number, *(re.findall(r"\d{2,3}", more.group()) if more and listed else ())]
        end, day, issuer = read_tail(view, core)
        for each in numbers:
            written = each if _YEAR_FORM.fullmatch(each) else each.upper()
            found.append(Mention(start, end, core, name, written, None, day, issuer, short=True))
    return found
