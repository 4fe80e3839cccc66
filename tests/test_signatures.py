"""Signature fields of PDFs: signed here with throw-away certificates, changed, left empty, signed again."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest

from parser.document import Finding
from parser.readers import read_bytes
from parser.readers import signatures as module
from parser.readers.signatures import Signature, read_signatures, signature_findings
from tests.pdf_samples import Sheet

pytest.importorskip("pyhanko", reason="the extra rasoat[signatures] is not installed")
NOW = datetime(2026, 3, 12, 1, 15, tzinfo=UTC)


def signer_of(
    name: str, body: str, issuer: str | None = None, days: tuple[int, int] = (-400, 400), key: Any = None
) -> Any:
    """A signer with a new key and a certificate for `name`, self-issued unless `issuer` is given."""
    from asn1crypto import keys, x509
    from cryptography import x509 as build
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID
    from pyhanko.sign import signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = build.Name(
        [build.NameAttribute(NameOID.COMMON_NAME, name), build.NameAttribute(NameOID.ORGANIZATION_NAME, body)]
    )
    parent = subject if issuer is None else build.Name([build.NameAttribute(NameOID.COMMON_NAME, issuer)])
    certificate = (
        build.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(parent)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(NOW + timedelta(days=days[0]))
        .not_valid_after(NOW + timedelta(days=days[1]))
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return signers.SimpleSigner(
        signing_cert=x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(secret),
        cert_registry=SimpleCertificateStore(),
    )


def paper() -> bytes:
    sheet = Sheet()
    sheet.put(85, 100, "KẾ HOẠCH")
    sheet.put(85, 130, "Tổ chức tập huấn trước ngày 30/6/2026.")
    return bytes(sheet.pdf.output())


def signed(data: bytes, signer: Any, field: str = "Signature1", **more: Any) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers

    out = signers.sign_pdf(
        IncrementalPdfFileWriter(BytesIO(data), strict=False),
        signers.PdfSignatureMetadata(field_name=field, **more),
        signer=signer,
    )
    return bytes(out.getvalue())


def overwritten(data: bytes) -> bytes:
    """The paper with a page put in after signing, as an incremental update that nobody signed."""
    from pyhanko.pdf_utils.content import RawContent
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(data), strict=False)
    content = RawContent(b"q BT ET Q")
    writer.add_stream_to_page(0, writer.add_object(_stream(content.data)))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _stream(data: bytes) -> Any:
    from pyhanko.pdf_utils import generic

    return generic.StreamObject(stream_data=data)


@pytest.fixture(scope="module")
def leader() -> Any:
    return signer_of("Trần Minh Hạnh", "UBND tỉnh Hải Khê", issuer="Nhà cấp chứng thư")


@pytest.fixture(scope="module")
def office() -> Any:
    return signer_of("UBND tỉnh Hải Khê", "UBND tỉnh Hải Khê", issuer="Nhà cấp chứng thư")


@pytest.fixture(scope="module")
def once(leader: Any) -> bytes:
    return signed(paper(), leader)


def only(data: bytes) -> Finding:
    (finding,) = signature_findings(data)
    return finding


def test_a_sound_signature_of_an_unknown_issuer_is_not_invalid(once: bytes) -> None:
    finding = only(once)
    assert (finding.kind, finding.severity) == ("signature", "info")
    assert finding.message.startswith("Chữ ký số của Trần Minh Hạnh (UBND tỉnh Hải Khê), ký lúc ")
    assert "chữ ký đúng" in finding.message and "không kiểm được người cấp" in finding.message
    ((signature,), empty) = read_signatures(once)
    assert (signature.state, signature.self_issued, signature.outdated, empty) == ("intact", False, False, 0)


def test_a_certificate_that_vouches_for_itself_is_said_to_be_one() -> None:
    message = only(signed(paper(), signer_of("Lê An", "Xã An Lâm"))).message
    assert "chữ ký đúng" in message and "chứng thư tự cấp, không kiểm được người cấp" in message


def test_a_changed_byte_breaks_the_signature(once: bytes) -> None:
    at = once.index(b"/Producer") if b"/Producer" in once else 20
    finding = only(once[:at] + bytes([once[at] ^ 1]) + once[at + 1 :])
    assert (finding.kind, finding.severity) == ("signature_invalid", "warning")
    assert "KHÔNG hợp lệ, không khớp" in finding.message


def test_a_change_that_nobody_signed_is_a_warning(once: bytes) -> None:
    finding = only(overwritten(once))
    assert (finding.kind, finding.severity) == ("signature_invalid", "warning")
    assert "KHÔNG hợp lệ, tệp đã bị sửa sau khi ký" in finding.message


def test_number_and_seal_put_in_and_signed_again_are_no_tampering(once: bytes, office: Any) -> None:
    """The clerk adds number, day and seal after the leader has signed, and signs for the office."""
    first, second = signature_findings(signed(overwritten(once), office, "Signature2"))
    assert [first.severity, second.severity] == ["info", "info"]
    assert "Trần Minh Hạnh" in first.message and "chữ ký đúng với bản lúc ký" in first.message
    assert "UBND tỉnh Hải Khê, " in second.message and "chưa bị sửa" in second.message


def test_a_second_signature_alone_changes_nothing(once: bytes, office: Any) -> None:
    first, _ = signature_findings(signed(once, office, "Signature2"))
    assert "sau đó chỉ thêm chữ ký" in first.message


def test_fields_of_one_act_are_told_once(once: bytes, leader: Any) -> None:
    message = only(signed(signed(once, leader, "Signature2"), leader, "Signature3")).message
    assert "Trần Minh Hạnh (UBND tỉnh Hải Khê) (3 chữ ký)" in message


def test_a_certificate_that_had_run_out() -> None:
    finding = only(signed(paper(), signer_of("Lê An", "Xã An Lâm", "Nhà cấp", days=(-400, -399))))
    assert (finding.kind, finding.severity) == ("signature", "warning")
    assert "không còn hoặc chưa có hiệu lực lúc ký" in finding.message


def test_an_empty_field_waits_for_its_signature() -> None:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field

    writer = IncrementalPdfFileWriter(BytesIO(paper()), strict=False)
    append_signature_field(writer, SigFieldSpec("Signature1"))
    out = BytesIO()
    writer.write(out)
    assert signature_findings(out.getvalue()) == (), "no signature, nothing to check: an empty field alone is no news"
    finding = only(out.getvalue() + b"\n% /ByteRange")
    assert (finding.kind, finding.message) == ("signature_empty", "Tệp có 1 ô chữ ký số để trống, chưa ký.")


def test_a_paper_without_signature_says_nothing() -> None:
    assert signature_findings(paper()) == ()


def test_what_cannot_be_checked_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    finding = only(b"%PDF-1.7 /ByteRange junk")
    assert (finding.kind, finding.severity) == ("signature_unchecked", "info")
    monkeypatch.setitem(sys.modules, "pyhanko.pdf_utils.reader", None)
    assert "rasoat[signatures]" in only(b"/ByteRange").message


def test_nothing_is_fetched(once: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_: object) -> None:
        raise AssertionError("a signature check must not go out")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert only(once).kind == "signature"


def signature(state: module.State = "intact", at: datetime | None = NOW, **more: Any) -> Signature:
    return Signature("Lê An", at, state, **more)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (signature(), "ký lúc 08:15 ngày 12/3/2026 (giờ Việt Nam, theo máy người ký)"),
        (signature(stamped=True), "có dấu thời gian"),
        (signature(at=None), "không ghi thời gian ký"),
        (signature("unknown"), "chưa kiểm được chữ ký này"),
        (Signature(None, None, "broken"), "Chữ ký số của người không ghi tên"),
    ],
)
def test_how_a_signature_is_worded(given: Signature, words: str) -> None:
    assert words in module._describe(given).message


def test_earlier_changes_are_forgiven_only_by_a_sound_last_signature() -> None:
    def states(*given: module.State) -> list[str]:
        return [s.state for s in module._judged_by_the_last([signature(state) for state in given])]

    assert states("changed", "extended", "intact") == ["resigned", "extended", "intact"]
    assert states("broken", "intact") == ["broken", "intact"]
    assert states("changed", "changed") == ["changed", "changed"]
    assert states("changed", "broken") == ["changed", "broken"]
    assert states() == []


def test_the_clock_of_the_signature_entry_goes_before_the_attribute() -> None:
    class Embedded:
        sig_object = {"/M": "D:20260312081500+07'00'"}
        self_reported_timestamp = datetime(2026, 3, 12, 8, 15, tzinfo=UTC)  # local time called UTC by the tool

    assert module._time(Embedded()) == NOW  # type: ignore[arg-type]
    Embedded.sig_object = {}
    assert module._time(Embedded()) == Embedded.self_reported_timestamp  # type: ignore[arg-type]
    assert module._aware(datetime(2026, 3, 12, 8, 15)) == NOW


def test_a_time_authority_bears_the_time_out() -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa
    from pyhanko.sign.timestamps import DummyTimeStamper

    key = rsa.generate_private_key(65537, 2048)  # pyHanko's own stand-in for an authority knows RSA only
    authority = signer_of("Dấu thời gian", "Nhà cấp", issuer="Nhà cấp", key=key)
    stamper = DummyTimeStamper(tsa_cert=authority.signing_cert, tsa_key=authority.signing_key)
    data = _with_stamp(paper(), signer_of("Lê An", "Xã An Lâm", "Nhà cấp"), stamper)
    ((found,), _) = read_signatures(data)
    assert (found.state, found.stamped) == ("intact", True)
    assert "có dấu thời gian" in only(data).message


def _with_stamp(data: bytes, signer: Any, stamper: Any) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers

    writer = IncrementalPdfFileWriter(BytesIO(data), strict=False)
    meta = signers.PdfSignatureMetadata(field_name="Signature1")
    return bytes(signers.sign_pdf(writer, meta, signer=signer, timestamper=stamper).getvalue())


def test_the_summary_shows_who_signed(once: bytes) -> None:
    from parser.pipeline import analyse
    from reports.summary import summarise
    from reports.summary_json import summary_json

    good = summarise(analyse(read_bytes(once, "a.pdf")))
    assert dict(good.identity)["Chữ ký số"].startswith("Trần Minh Hạnh (UBND tỉnh Hải Khê), ký lúc")
    assert not any("Chữ ký" in line for line in good.warnings)
    assert summary_json(good)["signatures"] == list(good.signatures)
    bad = summarise(analyse(read_bytes(overwritten(once), "a.pdf")))
    assert any("KHÔNG hợp lệ" in line for line in bad.warnings)
