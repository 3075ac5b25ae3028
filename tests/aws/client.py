"""For the self-tests: a running server, and boto3 clients that talk to it."""

import functools
import json
import subprocess
import sys
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote

import boto3
from botocore.config import Config

HERE = Path(__file__).resolve().parent


class Running:
    """A server of its own process, ended on leaving."""

    def __init__(self, world: Path, *arguments: str) -> None:
        command = [sys.executable, str(HERE / "server.py"), str(world), "--attached", *arguments]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the server did not start: exit code {self.process.wait()}")
        self.url = f"http://127.0.0.1:{json.loads(line)['port']}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def control(self, **wanted: Any) -> None:
        """Changes what the server does."""
        body = json.dumps(wanted).encode()
        urllib.request.urlopen(urllib.request.Request(f"{self.url}/_control", body), timeout=10).close()

    def calls(self) -> list[dict[str, Any]]:
        """The calls that the server has seen."""
        with urllib.request.urlopen(f"{self.url}/_calls", timeout=10) as answer:
            return list(json.load(answer))


@functools.cache
def session() -> boto3.Session:
    """Models are costly to load: one session for all clients."""
    return boto3.Session()


@functools.cache
def client(url: str, service: str, account: str, region: str, timeout: float = 20, key: str = "", token: str | None = None) -> Any:
    """A client that neither retries nor checks what it sends."""
    config = Config(retries={"total_max_attempts": 1}, parameter_validation=False, read_timeout=timeout)
    return session().client(
        service,
        region_name=region,
        endpoint_url=url,
        config=config,
        aws_access_key_id=key or f"AKIA0000{account}",
        aws_secret_access_key="secret",
        aws_session_token=token,
    )


def plain(value: Any) -> Any:
    """Data as the world writes it: times as text, documents as objects."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, str) and value.startswith("%7B"):
        return json.loads(unquote(value))
    return value
