"""Client of an office's own language model, behind an OpenAI-compatible address that the user gave explicitly.

The one module of rasoat that opens a connection. It is imported only when `--second-reader` is given, speaks to that
address alone (no proxies, no redirects), and always ends: each call and all calls together have a time limit of the
wall clock, so that a server that drips a byte now and then cannot hold the report up.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Literal, Protocol

from corpus.errors import UsageError
from corpus.knowledge import load

if TYPE_CHECKING:
    import httpx

Cause = Literal["unreachable", "timeout", "refused", "too_large", "malformed", "not_sent"]
CAUSES: tuple[Cause, ...] = ("unreachable", "timeout", "refused", "too_large", "malformed", "not_sent")
_PATH = "/chat/completions"
_LOCAL = ("localhost", "127.0.0.1", "::1")


class Question(Protocol):
    """One row to read: what the model is told of its job, and the row itself."""

    @property
    def system(self) -> str:
        """The job."""

    @property
    def user(self) -> str:
        """The row."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: the words of the model, or None and the cause."""

    text: str | None
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of time, number and size; the defaults stand in corpus/knowledge/second_reader.toml."""

    call_seconds: float
    total_seconds: float
    parallel: int
    give_up: int
    answer_bytes: int
    answer_tokens: int


class RemoteReader:
    """Asks the model at `address`; `key` is sent to it and to nobody else, and appears in no message."""

    def __init__(self, address: str, model: str = "", key: str = "", limits: Limits | None = None) -> None:
        """Check address and key; raises UsageError where they cannot be used, or where httpx is not installed."""
        self.address = _checked(address)
        self.model = model
        self.limits = limits or Limits(**load("second_reader")["limits"])
        self._left = self.limits.total_seconds
        self._headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        if key:
            if not key.isascii() or not key.isprintable() or " " in key:
                raise UsageError("reader_key")
            self._headers["Authorization"] = f"Bearer {key}"

    @property
    def in_clear(self) -> bool:
        """True when what is sent crosses a network unencrypted."""
        import httpx

        url = httpx.URL(self.address)
        return url.scheme == "http" and url.host not in _LOCAL

    def ask(self, questions: Sequence[Question]) -> list[Reply]:
        """Return one reply for each question, in their order; never raises for anything the server does.

        The total time limit is of all calls of this reader together.
        """
        started = monotonic()
        try:
            return asyncio.run(self._ask_all(questions))
        finally:
            self._left -= monotonic() - started

    async def _ask_all(self, questions: Sequence[Question]) -> list[Reply]:
        import ssl

        import httpx

        until = asyncio.get_running_loop().time() + self._left
        slots, failures = asyncio.Semaphore(self.limits.parallel), 0
        # The system's own certificates (an office may have its own authority), no proxy or .netrc of the environment.
        async with httpx.AsyncClient(
            headers=self._headers,
            timeout=self.limits.call_seconds,
            follow_redirects=False,
            trust_env=False,
            verify=ssl.create_default_context(),
        ) as client:

            async def answered(question: Question) -> Reply:
                nonlocal failures
                async with slots:
                    left = until - asyncio.get_running_loop().time()
                    if left <= 0 or failures >= self.limits.give_up:
                        return Reply(None, "not_sent")
                    reply = await self._bounded(client, question, min(left, self.limits.call_seconds))
                    failures = failures + 1 if reply.text is None else 0
                    return reply

            return list(await asyncio.gather(*(answered(question) for question in questions)))

    async def _bounded(self, client: httpx.AsyncClient, question: Question, seconds: float) -> Reply:
        """One call that ends after `seconds`, whatever the server does; every failure becomes a cause."""
        import httpx

        try:
            async with asyncio.timeout(seconds):
                return await self._call(client, question)
        except (TimeoutError, httpx.TimeoutException):
            return Reply(None, "timeout")
        except (httpx.HTTPError, httpx.StreamError, OSError, ValueError):
            return Reply(None, "unreachable")

    async def _call(self, client: httpx.AsyncClient, question: Question) -> Reply:
        body: dict[str, object] = {
            "messages": [
                {"role": "system", "content": question.system},
                {"role": "user", "content": question.user},
            ],
            "temperature": 0,
            "max_tokens": self.limits.answer_tokens,
            "stream": False,
        }
        if self.model:
            body["model"] = self.model
        async with client.stream("POST", self.address + _PATH, json=body) as response:
            if response.status_code != 200:
                return Reply(None, "refused")
            if response.headers.get("content-encoding", "identity") != "identity":
                return Reply(None, "malformed")  # nothing was to be packed; what unpacks may be a bomb
            data = bytearray()
            async for chunk in response.aiter_raw():
                data += chunk
                if len(data) > self.limits.answer_bytes:
                    return Reply(None, "too_large")
        text = _content(bytes(data))
        return Reply(text) if text else Reply(None, "malformed")


def _content(data: bytes) -> str | None:
    """The model's words in a chat completion; None when the bytes are anything else."""
    try:
        content = json.loads(data)["choices"][0]["message"]["content"]
    except (ValueError, RecursionError, LookupError, TypeError):
        return None
    return content if isinstance(content, str) else None


def _checked(address: str) -> str:
    """The address without its last slash; no user name, no query: it is shown in the report as it stands."""
    try:
        import httpx
    except ImportError as error:
        raise UsageError("no_httpx") from error
    try:
        url = httpx.URL(address.strip())
    except (httpx.InvalidURL, ValueError) as error:
        raise UsageError("reader_address") from error
    if url.scheme not in ("http", "https") or not url.host or url.userinfo or url.query or url.fragment:
        raise UsageError("reader_address")
    return str(url).rstrip("/").removesuffix(_PATH)
