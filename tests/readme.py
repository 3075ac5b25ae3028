#!/usr/bin/env python3
"""Runs the commands of README.md, so that what a newcomer types works.

Each `sh` block stands under a comment that says how it is run:

    <!-- run: NAME -->          in the repository, if NAME is among the arguments
    <!-- run: NAME, exit 4 -->  the same, and it must end with this exit code

`offline` and `account` blocks run in an empty directory with the built program on the path; for `account`
a moto server stands in for AWS. A block without such a comment is an error.
"""

import contextlib
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BLOCK = re.compile(
    r"^(?:<!-- run: (?P<name>[a-z]+)(?:, exit (?P<exit>\d+))? -->\n+)?```sh\n(?P<text>.*?)^```$", re.M | re.S
)
VENV = ROOT / "target" / "python-venv"


def blocks(readme):
    """The blocks of a README: name, expected exit code, line, text."""
    found = []
    for match in BLOCK.finditer(readme):
        line = readme.count("\n", 0, match.start("text")) + 1
        if match["name"] is None:
            raise SystemExit(f"README.md:{line}: this block has no `<!-- run: ... -->` above it, so nothing checks it")
        found.append((match["name"], int(match["exit"] or 0), line, match["text"]))
    return found


def run(text, directory, environment, expected, line):
    """Runs one block and demands its exit code."""
    print(f"$ {text.rstrip()}", flush=True)
    bash = ["bash", "-euo", "pipefail", "-c", text]
    code = subprocess.run(bash, cwd=directory, env=environment, stdin=subprocess.DEVNULL).returncode
    if code != expected:
        raise SystemExit(f"README.md:{line}: exit code {code}, expected {expected}")


@contextlib.contextmanager
def account():
    """The environment in which a moto server is the AWS account, with a profile `audit`."""
    server = VENV / "bin" / "moto_server"
    if not server.exists():
        raise SystemExit(f"{server} is not there: the tests make it, run `cargo test` first")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([server, "-H", "127.0.0.1", "-p", str(port)], **quiet)
    try:
        wait_for(port, process)
        with tempfile.TemporaryDirectory() as home:
            config = pathlib.Path(home) / "config"
            config.write_text("[profile audit]\nregion = eu-central-1\naws_access_key_id = test\naws_secret_access_key = test\n")
            yield {
                "AWS_CONFIG_FILE": str(config),
                "AWS_SHARED_CREDENTIALS_FILE": str(config),
                "AWS_EC2_METADATA_DISABLED": "true",
                "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
            }
    finally:
        process.terminate()
        process.wait()


def wait_for(port, process):
    """Waits until the server answers."""
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        if process.poll() is not None:
            raise SystemExit(f"the moto server ended with exit code {process.returncode}")
        time.sleep(0.1)
    raise SystemExit("the moto server does not answer")


def main(names):
    found = blocks((ROOT / "README.md").read_text(encoding="utf-8"))
    unknown = set(names) - {name for name, *_ in found}
    if unknown or not names:
        raise SystemExit(f"usage: readme.py NAME..., names in README.md: {sorted({name for name, *_ in found})}")
    clean = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
    clean["PATH"] = f"{ROOT / 'target' / 'debug'}{os.pathsep}{clean['PATH']}"
    with tempfile.TemporaryDirectory() as scratch, contextlib.ExitStack() as stack:
        aws = stack.enter_context(account()) if "account" in names else {}
        for name, expected, line, text in found:
            if name in names:
                outside = name in ("offline", "account")
                run(text, scratch if outside else ROOT, {**clean, **aws} if name == "account" else clean, expected, line)


if __name__ == "__main__":
    main(sys.argv[1:])
