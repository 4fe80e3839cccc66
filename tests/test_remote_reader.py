"""The client of an office's own language model: always an end, always a cause, nothing sent elsewhere."""

from __future__ import annotations

import gzip
import socket
from dataclasses import dataclass
from time import monotonic

import pytest

from corpus.errors import UsageError
from models.remote_reader import CAUSES, Limits, RemoteReader
from tests.stub_server import (
    Behaviour,
    Handler,
    completion,
    drip_body,
    drip_head,
    endless,
    hang_up,
    raw,
    says,
    silent,
    stub,
)

LIMITS = Limits(call_seconds=0.6, total_seconds=3, parallel=2, give_up=10, answer_bytes=20_000, answer_tokens=500)


@dataclass(frozen=True)
class Asked:
    user: str
    system: str = "việc"


def ask(address: str, *questions: str, limits: Limits = LIMITS, key: str = "") -> list[tuple[str | None, str | None]]:
    replies = RemoteReader(address, "thu", key, limits).ask([Asked(q) for q in questions or ("một",)])
    return [(reply.text, reply.cause) for reply in replies]


def test_the_question_goes_out_as_a_chat_completion() -> None:
    with stub(says("vâng")) as server:
        assert ask(server.address, "một", "hai", key="bi-mat") == [("vâng", None)] * 2
    path, headers, body = server.asked[0]
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer bi-mat"
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert (body["model"], body["temperature"], body["stream"], body["max_tokens"]) == ("thu", 0, False, 500)
    assert {body["messages"][1]["content"] for _, _, body in server.asked} == {"một", "hai"}


def test_replies_keep_the_order_of_the_questions() -> None:
    def echo(handler: Handler) -> None:
        handler.send(completion(handler.body["messages"][1]["content"]))

    with stub(echo) as server:
        assert [text for text, _ in ask(server.address, *"abcdefgh")] == list("abcdefgh")


def test_without_a_model_name_the_server_chooses() -> None:
    with stub(says("vâng")) as server:
        RemoteReader(server.address, limits=LIMITS).ask([Asked("một")])
    assert "model" not in server.asked[0][2]
    assert "Authorization" not in server.asked[0][1]


BAD: list[tuple[Behaviour, str]] = [
    (raw(b"{}", 500), "refused"),
    (raw(b"slow down", 429, Retry_After="3600"), "refused"),  # nobody waits an hour for one row
    (raw(b"", 302, Location="http://127.0.0.1:9/v1/chat/completions"), "refused"),  # no other address is ever asked
    (raw(b""), "malformed"),
    (raw(b"<html><body>404</body></html>"), "malformed"),
    (raw(b"[" * 15_000), "malformed"),  # a parser that recurses must not fall
    (raw(b"\xff\xfe\x00"), "malformed"),
    (raw(b'{"choices": []}'), "malformed"),
    (raw(b'{"choices": [{"message": null}]}'), "malformed"),
    (raw(b"9" * 10_000), "malformed"),
    (says(None), "malformed"),
    (says(""), "malformed"),
    (says({"status": "covered"}), "malformed"),
    (says("x" * 30_000), "too_large"),
    (endless, "too_large"),
    (raw(gzip.compress(completion("vâng")), Content_Encoding="gzip"), "malformed"),  # may unpack to anything
    (drip_body, "timeout"),
    (drip_head, "timeout"),
    (silent, "timeout"),
    (hang_up, "unreachable"),
]


@pytest.mark.parametrize(("behaviour", "cause"), BAD)
def test_a_bad_answer_is_a_cause_and_comes_to_an_end(behaviour: Behaviour, cause: str) -> None:
    assert cause in CAUSES
    started = monotonic()
    with stub(behaviour) as server:
        assert ask(server.address) == [(None, cause)]
    assert monotonic() - started < 3


def test_nobody_there_is_unreachable() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert ask(f"http://127.0.0.1:{port}/v1") == [(None, "unreachable")]


def test_all_calls_together_have_an_end() -> None:
    limits = Limits(0.5, 0.8, 1, 100, 20_000, 500)
    started = monotonic()
    with stub(silent) as server:
        causes = [cause for _, cause in ask(server.address, *"abcdef", limits=limits)]
    assert causes == ["timeout", "timeout", *["not_sent"] * 4]
    assert monotonic() - started < 3


def test_a_server_that_always_fails_is_left_alone() -> None:
    limits = Limits(1, 9, 1, 2, 20_000, 500)
    with stub(raw(b"", 503)) as server:
        causes = [cause for _, cause in ask(server.address, *"abcde", limits=limits)]
    assert causes == ["refused", "refused", "not_sent", "not_sent", "not_sent"]
    assert len(server.asked) == 2


def test_proxies_of_the_environment_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with stub(says("qua máy khác")) as other, stub(says("vâng")) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, other.address.removesuffix("/v1"))
        assert ask(server.address) == [("vâng", None)]
    assert other.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "may-chu",
        "ftp://may-chu/v1",
        "file:///etc/passwd",
        "http://",
        "http://ten:mat-khau@may-chu/v1",  # it would stand in the report
        "http://may-chu/v1?key=abc",
        "http://may-chu:abc/v1",
        "http://may-chu/\x00",
    ],
)
def test_an_address_that_cannot_be_shown_or_asked_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="--second-reader") as error:
        RemoteReader(address)
    assert "mat-khau" not in str(error.value)


@pytest.mark.parametrize("address", ["http://h:1/v1", "http://h:1/v1/", "http://h:1/v1/chat/completions"])
def test_the_address_may_be_written_as_people_write_it(address: str) -> None:
    assert RemoteReader(address).address == "http://h:1/v1"


@pytest.mark.parametrize(
    ("address", "clear"), [("http://10.0.0.5/v1", True), ("http://localhost/v1", False), ("https://may-chu/v1", False)]
)
def test_what_crosses_a_network_in_clear_is_known(address: str, clear: bool) -> None:
    assert RemoteReader(address).in_clear is clear


@pytest.mark.parametrize("key", ["hai từ", "a\nX-Y: b", "khoá"])
def test_a_key_that_is_no_key_is_refused_unseen(key: str) -> None:
    with pytest.raises(UsageError) as error:
        RemoteReader("http://may-chu/v1", key=key)
    assert key not in str(error.value)
