"""Signature fields of a PDF: who signed, when, and whether the paper is still what was signed.

Nothing is fetched: no revocation list, no issuer's certificate. So whether the issuer may be trusted is never
judged here, only said to be unjudged; a broken signature is told from that by the mathematics alone.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

from corpus.messages import message
from parser.document import Finding

if TYPE_CHECKING:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

State = Literal["intact", "extended", "resigned", "changed", "broken", "unknown"]
KINDS = ("signature", "signature_invalid", "signature_unchecked", "signature_empty")
# Every signature states the bytes it covers under this key, outside of any compressed object.
_MARK = b"/ByteRange"
_VIETNAM = timezone(timedelta(hours=7))
_CHECKED = ("/adbe.pkcs7.detached", "/ETSI.CAdES.detached")
_MAX_SIGNATURES = 50
_ONE_ACT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Signature:
    """One filled signature field; `at` is the signer's own clock, borne out by a time authority when `stamped`.

    State: "intact" (the file is what was signed), "extended" (only signatures or comments came after), "resigned"
    (something was added and the whole file signed again: the clerk puts number, date and seal after the leader's
    signature), "changed" (something was changed and not signed again), "broken" (the signature does not fit the
    file), "unknown" (could not tell). `count` fields were signed by the same hand at one time.
    """

    who: str | None
    at: datetime | None
    state: State
    stamped: bool = False
    self_issued: bool = False
    outdated: bool = False
    count: int = 1


def signature_findings(data: bytes) -> tuple[Finding, ...]:
    """Return what there is to say of the signature fields of the PDF `data`; nothing for a PDF without any."""
    if _MARK not in data:
        return ()
    try:
        signatures, empty = read_signatures(data)
    except ImportError:
        return (_finding("signature_unchecked", "info", "signature_no_tool"),)
    except Exception:  # pyHanko and asn1crypto raise many kinds on odd files; the paper itself is still to be read
        return (_finding("signature_unchecked", "info", "signature_unreadable"),)
    found = [_describe(signature) for signature in _together(_judged_by_the_last(signatures))]
    if empty and not signatures:
        found.append(_finding("signature_empty", "info", "signature_empty", count=empty))
    return tuple(found)


def read_signatures(data: bytes) -> tuple[list[Signature], int]:
    """Return the signatures in the PDF `data` in the order they were made, and how many fields are still empty.

    Raises ImportError without pyHanko, and whatever pyHanko raises on a file that it cannot read.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import enumerate_sig_fields

    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # it logs names of fields and certificates
    reader = PdfFileReader(BytesIO(data), strict=False)
    embedded = list(reader.embedded_regular_signatures)[:_MAX_SIGNATURES]
    empty = sum(1 for _ in enumerate_sig_fields(reader, filled_status=False))
    return [_read(signature) for signature in embedded], empty


def _judged_by_the_last(signatures: list[Signature]) -> list[Signature]:
    """Forgive changes after an earlier signature when the last one is sound and covers the whole file."""
    if not signatures or signatures[-1].state != "intact":
        return signatures
    return [replace(s, state="resigned") if s.state == "changed" else s for s in signatures]


def _together(signatures: list[Signature]) -> Iterator[Signature]:
    """Count as one what the same hand signed within minutes: seal, number and date are fields of their own."""
    last: Signature | None = None
    for signature in signatures:
        if last is None:
            last = signature
        elif _same_act(last, signature):
            last = replace(signature, count=last.count + 1)
        else:
            yield last
            last = signature
    if last is not None:
        yield last


def _same_act(first: Signature, second: Signature) -> bool:
    sound = {"intact", "extended", "resigned"}
    if first.who != second.who or first.at is None or second.at is None or first.outdated != second.outdated:
        return False
    return abs(second.at - first.at) <= _ONE_ACT and (
        first.state == second.state or {first.state, second.state} <= sound
    )


def _read(embedded: EmbeddedPdfSignature) -> Signature:
    certificate: Any = None
    try:
        certificate = embedded.signer_cert
    except Exception:  # a signature without its certificate names nobody and cannot be checked
        return Signature(_text(embedded.sig_object.get("/Name")), _time(embedded), "unknown")
    at = _time(embedded)
    stamp = _stamp_time(embedded)
    when = at or stamp
    return Signature(
        who=_owner(certificate) or _text(embedded.sig_object.get("/Name")),
        at=when,
        state=_state(embedded, certificate),
        stamped=when is not None and stamp is not None and abs(stamp - when) <= _ONE_ACT,
        self_issued=certificate.self_issued,
        outdated=when is not None and not (certificate.not_valid_before <= when <= certificate.not_valid_after),
    )


def _state(embedded: EmbeddedPdfSignature, certificate: Any) -> State:
    from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    if embedded.sig_object.get("/SubFilter") not in _CHECKED:
        return "unknown"
    try:
        digest = embedded.compute_digest()
        intact, valid = validate_sig_integrity(embedded.signer_info, certificate, "data", digest)
    except SignatureValidationError:
        return "broken"
    except Exception:  # an algorithm that cannot be computed here
        return "unknown"
    if not intact or not valid:
        return "broken"
    try:
        check: Any = embedded.compute_integrity_info
        check()
    except Exception:  # a file that was saved anew around the signature and cannot be compared
        return "changed"
    coverage: Any = embedded.coverage
    result: Any = embedded.diff_result
    if coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return "intact"
    if isinstance(result, DiffResult) and result.modification_level != ModificationLevel.OTHER:
        return "extended"
    return "changed"


def _stamp_time(embedded: EmbeddedPdfSignature) -> datetime | None:
    """The time in a time authority's token, when the token is whole and speaks of this very signature."""
    import hashlib

    from pyhanko.sign.general import extract_signer_info
    from pyhanko.sign.validation.generic_cms import (
        extract_certs_for_validation,
        extract_tst_data_iter,
        message_imprint_checker,
        validate_sig_integrity,
    )

    try:
        for token in extract_tst_data_iter(embedded.signer_info, signed=False):
            content = token["encap_content_info"]["content"]
            facts = content.parsed
            imprint = facts["message_imprint"]
            algorithm = imprint["hash_algorithm"]["algorithm"].native
            if message_imprint_checker(embedded.signer_info)(algorithm) != imprint["hashed_message"].native:
                continue
            signer = extract_signer_info(token)
            digest = hashlib.new(signer["digest_algorithm"]["algorithm"].native, bytes(content)).digest()
            certificate = extract_certs_for_validation(token).signer_cert
            if all(validate_sig_integrity(signer, certificate, "tst_info", digest)):
                return _aware(facts["gen_time"].native)
    except Exception:  # a token that cannot be read proves no time
        return None
    return None


def _time(embedded: EmbeddedPdfSignature) -> datetime | None:
    """The signer's clock. The entry /M, which is signed too and has a zone, goes before the attribute signingTime:
    signing tools in use in Vietnam write their local time there and call it UTC."""
    from pyhanko.pdf_utils.generic import parse_pdf_date

    try:
        written = embedded.sig_object.get("/M")
        return _aware(parse_pdf_date(written, strict=False) if written else embedded.self_reported_timestamp)
    except Exception:  # a date that is no date
        return None


def _aware(at: datetime | None) -> datetime | None:
    """A time without zone was written on a Vietnamese office's clock."""
    return at.replace(tzinfo=_VIETNAM) if at is not None and at.tzinfo is None else at


def _owner(certificate: Any) -> str | None:
    """The name in the certificate, with the organisation where it is another."""
    subject = certificate.subject.native
    name, body = _text(subject.get("common_name")), _text(subject.get("organization_name"))
    if name and body and body.casefold() not in name.casefold():
        return f"{name} ({body})"
    return name or body


def _text(value: object) -> str | None:
    if isinstance(value, list):
        value = value[-1] if value else None
    words = " ".join("".join(ch if ch.isprintable() else " " for ch in str(value or "")).split())
    return words[:200] or None


def _describe(signature: Signature) -> Finding:
    wrong = signature.state in ("changed", "broken")
    kind = "signature_invalid" if wrong else "signature" if signature.state != "unknown" else "signature_unchecked"
    who = signature.who or message("signatures", "nobody")
    text = message(
        "signatures",
        signature.state,
        who=message("signatures", "several", who=who, count=signature.count) if signature.count > 1 else who,
        when=_when(signature),
        trust="; ".join(_doubts(signature)),
    )
    severity: Literal["warning", "info"] = "warning" if wrong or signature.outdated else "info"
    return Finding(kind, severity, text, 0, 0)


def _when(signature: Signature) -> str:
    if signature.at is None:
        return message("signatures", "no_time")
    local = signature.at.astimezone(_VIETNAM)
    code = "stamped" if signature.stamped else "time"
    return message("signatures", code, time=f"{local:%H:%M}", day=f"{local.day}/{local.month}/{local.year}")


def _doubts(signature: Signature) -> Iterator[str]:
    if signature.outdated:
        yield message("signatures", "outdated")
    yield message("signatures", "self_issued" if signature.self_issued else "issuer")


def _finding(kind: str, severity: Literal["warning", "info"], code: str, **facts: object) -> Finding:
    return Finding(kind, severity, message("signatures", code, **facts), 0, 0)
