#!/usr/bin/env python3
"""An AWS API endpoint on the loopback, for tests: answers every read operation from a world.

    server.py WORLD [--port N] [--page-size N] [--faults F.json] [--attached] [--check]

Prints `{"port": N}` as its first line. Besides the API: `GET /_calls` tells the calls so far; `POST /_control` with
`{"faults": [...], "page_size": N, "forget_calls": true}` (all optional) changes what it does.
See fake_aws/world.py for worlds and fake_aws/faults.py for faults. Signatures are not verified.
"""

import argparse
import json
import os
import socket
import struct
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from fake_aws import response
from fake_aws.answer import Broken, Endpoint
from fake_aws.faults import BadFault, parse
from fake_aws.request import Http
from fake_aws.response import Reply
from fake_aws.world import BadWorld, load


class Server(ThreadingHTTPServer):
    """The listening socket, with the state that all requests share."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, endpoint: Endpoint, handler: "type[Handler] | None" = None) -> None:
        """Listens; port 0 takes a free one."""
        super().__init__(("127.0.0.1", port), handler or Handler)
        self.endpoint = endpoint

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is no news; anything else is."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    # Head and body leave in one piece.
    wbufsize = -1
    server: Server

    def _serve(self) -> None:
        self.reply(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def reply(self, body: bytes) -> None:
        """Answers the request that has this body."""
        headers = {name.lower(): value for name, value in self.headers.items()}
        http = Http(self.command, self.path, headers, body)
        if self.path.startswith("/_"):
            self.send(control(self.server.endpoint, http))
            return
        answer = self.server.endpoint.answer(http)
        if isinstance(answer, Broken):
            self._break(answer)
        else:
            self.send(answer)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _serve

    def send(self, reply: Reply) -> None:
        """Sends an answer."""
        self._head(reply)
        if self.command != "HEAD":
            self.wfile.write(reply.body)
        self.wfile.flush()

    def _head(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()

    def _break(self, broken: Broken) -> None:
        self.close_connection = True
        if broken.how == "hang":
            time.sleep(broken.seconds)
        elif broken.how == "drip":
            self._head(broken.reply)
            end = time.monotonic() + broken.seconds
            for byte in broken.reply.body:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(min(broken.ms / 1000, max(0.0, end - time.monotonic())))
        elif broken.how == "truncate":
            self._head(broken.reply)
            self.wfile.write(broken.reply.body[: len(broken.reply.body) // 2])
            self.wfile.flush()
        else:
            # Closing with a linger time of zero sends a reset.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            os.close(self.connection.detach())

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the calls are told by `/_calls`."""


def control(endpoint: Endpoint, http: Http) -> Reply:
    """Requests to the server itself."""
    if (http.method, http.target) == ("GET", "/_calls"):
        with endpoint.lock:
            return response.as_json(200, endpoint.calls)
    if (http.method, http.target) != ("POST", "/_control"):
        return response.as_json(404, {"message": "there are only GET /_calls and POST /_control"})
    try:
        wanted = json.loads(http.body)
        if unknown := wanted.keys() - {"faults", "page_size", "forget_calls"}:
            raise BadFault(f"unknown keys {sorted(unknown)}")
        faults = parse(wanted["faults"]) if "faults" in wanted else endpoint.faults
    except (ValueError, BadFault) as error:
        return response.as_json(400, {"message": str(error)})
    with endpoint.lock:
        endpoint.faults = faults
        endpoint.page_size = wanted.get("page_size", endpoint.page_size)
        if wanted.get("forget_calls"):
            endpoint.calls.clear()
    return response.as_json(200, {})


def main() -> int:
    """Reads the world and serves it until killed."""
    parser = argparse.ArgumentParser(description="An AWS API endpoint on the loopback, for tests.")
    parser.add_argument("world", type=Path, help="a JSON file, or a directory of them")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--page-size", type=int, default=2, help="the most elements of a page")
    parser.add_argument("--faults", type=Path, help="a JSON file with a list of faults")
    parser.add_argument("--attached", action="store_true", help="end when standard input does")
    parser.add_argument("--check", action="store_true", help="only check the world")
    arguments = parser.parse_args()
    try:
        world = load(arguments.world)
        faults = parse(json.loads(arguments.faults.read_text(encoding="utf-8"))) if arguments.faults else []
    except (BadWorld, BadFault, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    if arguments.check:
        return 0
    server = Server(arguments.port, Endpoint(world, arguments.page_size, faults))
    print(json.dumps({"port": server.server_address[1]}), flush=True)
    if not arguments.attached:
        server.serve_forever()
    # Whoever started us is gone when the input ends: then we are too, however it went.
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()
    return 0


if __name__ == "__main__":
    sys.exit(main())
