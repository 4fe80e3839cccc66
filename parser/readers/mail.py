"""Saved letters (.eml): the words of the letter and what is attached, as files of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser
from pathlib import PurePosixPath

from corpus.messages import message

# What mail programs attach for themselves: signatures, calendar answers, contact cards.
_NOT_PAPERS = (
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
    "text/calendar",
    "text/vcard",
    "text/x-vcard",
)
SMALL_PICTURE = 60_000  # bytes
_MARKUP = re.compile(r"<(?:style|script)\b.*?</(?:style|script)>|<[^>]*>|&#?\w+;", re.IGNORECASE | re.DOTALL)
_CHARSET = re.compile(r"<meta[^>]{0,200}charset[^>]{0,100}>", re.IGNORECASE)
_PAGE = re.compile(r"\s*<(?:!doctype|html|head|body|meta|div|p|table)\b", re.IGNORECASE)
_REPLY = re.compile(r"^(?:>.*\n?)+", re.MULTILINE)


def parts_of_mail(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield (file name, bytes) of the letter's words, when it has any, and of each attachment.

    Small pictures that the words show in their midst (logos, signatures) are no papers; a large one may be a photograph
    of a page.
    """
    mail: EmailMessage = BytesParser(policy=policy.default).parsebytes(data)
    words = _words(mail)
    if words is not None:
        yield words
    for number, part in enumerate(_attachments(mail), 1):
        name = _file_name(part, number)
        content = _content(part)
        if content:
            yield name, content


def words_file(subject: str, text: str) -> tuple[str, bytes] | None:
    """Return the words of a letter as a text file that opens with its subject; None when there are no words."""
    text = _REPLY.sub("", text).strip()
    if not any(ch.isalpha() for ch in text):
        return None
    subject = " ".join(subject.split())
    if subject and subject.casefold() not in text[: len(subject) + 20].casefold():
        text = f"{subject}\n\n{text}"
    return message("mail", "words") + ".txt", text.encode("utf-8", "replace")


def page_file(html: str) -> tuple[str, bytes] | None:
    """Return the words of a letter written as a web page; None when there are no words."""
    if not any(ch.isalpha() for ch in _MARKUP.sub("", html)):
        return None
    html = _CHARSET.sub("", html)  # the text is decoded already
    if not _PAGE.match(html):
        html = f"<div>{html}</div>"
    page = f'<html><head><meta charset="utf-8"></head>{html}</html>'
    return message("mail", "words") + ".html", page.encode("utf-8", "replace")


def attachment_name(written: str, number: int, suffix: str = "") -> str:
    """Return the bare name of an attachment, fit to be shown; a numbered one where its sender gave none."""
    bare = PurePosixPath(written.replace("\\", "/")).name
    shown = "".join(ch if ch.isprintable() else "_" for ch in bare).strip()
    return shown or message("mail", "attachment", number=number) + suffix


def _words(mail: EmailMessage) -> tuple[str, bytes] | None:
    body = mail.get_body(preferencelist=("plain", "html"))
    if body is None:
        return None
    text = _text(body)
    return page_file(text) if body.get_content_subtype() == "html" else words_file(_header(mail, "Subject"), text)


def _text(part: Message) -> str:
    """The text of a part, also when it names an unknown character set or none at all."""
    raw = part.get_payload(decode=True)
    data = raw if isinstance(raw, bytes) else str(raw or "").encode("utf-8", "surrogateescape")
    for charset in (part.get_content_charset(), "utf-8", "cp1258"):
        try:
            return data.decode(charset or "utf-8")
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("utf-8", "replace")


def _attachments(mail: EmailMessage) -> Iterator[EmailMessage]:
    """The attached parts; a letter within the letter is one, with all that is attached to it."""
    if mail.is_multipart():
        for part in mail.iter_parts():
            if isinstance(part, EmailMessage):
                yield from [part] if part.get_content_type() == "message/rfc822" else _attachments(part)
    elif mail.get_content_type() not in _NOT_PAPERS and _is_attached(mail):
        yield mail


def _is_attached(part: EmailMessage) -> bool:
    kind = part.get_content_maintype()
    if kind == "image" and (part.get_content_disposition() != "attachment" or part["Content-ID"]):
        return len(_content(part)) >= SMALL_PICTURE
    if part.get_content_disposition() == "attachment" or part.get_filename():
        return True
    return kind not in ("text", "multipart", "message")


def _file_name(part: EmailMessage, number: int) -> str:
    try:
        name = part.get_filename() or ""
    except (LookupError, UnicodeError, ValueError):
        name = ""
    return attachment_name(name, number, ".eml" if part.get_content_type() == "message/rfc822" else "")


def _content(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload(0) if part.is_multipart() else None
        return inner.as_bytes() if isinstance(inner, EmailMessage) else b""
    raw = part.get_payload(decode=True)
    return raw if isinstance(raw, bytes) else b""


def _header(mail: EmailMessage, name: str) -> str:
    try:
        return str(mail[name] or "")
    except (LookupError, UnicodeError, ValueError, IndexError):
        return ""  # the standard library stumbles over some damaged headers
