"""A stand-in for an office's language model: one HTTP server on this machine, with every bad habit a server can have."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Keeps what it was asked and answers as the test says."""

    server: Stub
    body: dict[str, Any]

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        self.body = json.loads(data)
        self.server.asked.append((self.path, dict(self.headers), self.body))
        with suppress(BrokenPipeError, ConnectionResetError):  # the reader hangs up, as it should on most of these
            self.server.behaviour(self)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def send(self, data: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    @property
    def data(self) -> dict[str, Any]:
        """The requirement and the passages, as the model gets them between the two marks."""
        lines = self.body["messages"][1]["content"].splitlines()
        value: dict[str, Any] = json.loads(lines[1])
        return value


class Stub(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, behaviour: Behaviour) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.behaviour = behaviour
        self.asked: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.closing = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


@contextmanager
def stub(behaviour: Behaviour) -> Iterator[Stub]:
    server = Stub(behaviour)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


def says(content: object) -> Behaviour:
    """A well-behaved server whose model says `content`."""

    def answer(handler: Handler) -> None:
        handler.send(completion(content))

    return answer


def completion(content: object) -> bytes:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


def raw(data: bytes, status: int = 200, **headers: str) -> Behaviour:
    return lambda handler: handler.send(data, status, **headers)


def drip_body(handler: Handler) -> None:
    """Promises much and sends a byte now and then."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    while not handler.server.closing.wait(0.05):
        handler.wfile.write(b" ")


def drip_head(handler: Handler) -> None:
    """Never ends its headers."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-A: ")
    while not handler.server.closing.wait(0.05):
        handler.wfile.write(b"a")


def silent(handler: Handler) -> None:
    """Takes the question and says nothing."""
    handler.server.closing.wait(30)


def endless(handler: Handler) -> None:
    """Talks without end."""
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.closing.is_set():
        handler.wfile.write(b"x" * 65536)


def hang_up(handler: Handler) -> None:
    """Closes the connection in the middle of its answer."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"choices"')
    handler.close_connection = True
