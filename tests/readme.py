#!/usr/bin/env python3
"""Runs the commands of README.md, so that what a newcomer types works.

Each `sh` block stands under a comment that says how it is run:

    <!-- run: NAME -->          in the repository, if NAME is among the arguments
    <!-- run: NAME, exit 4 -->  the same, and it must end with this exit code

`offline` and `account` blocks run in an empty directory with the built program on the path; for `account`
a moto server stands in for AWS. A block without such a comment is an error.
"""

import contextlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BLOCK = re.compile(
    r"^(?:<!-- run: (?P<name>[a-z]+)(?:, exit (?P<exit>\d+))? -->\n+)?```sh\n(?P<text>.*?)^```$", re.M | re.S
)
PROFILE = """\
[profile audit]
region = eu-central-1
aws_access_key_id = test
aws_secret_access_key = test
"""


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
    python = ROOT / "target" / "python-venv" / "bin" / "python"
    if not python.exists():
        raise SystemExit(f"{python} is not there: the tests make it, run `cargo test` first")
    server = [python, ROOT / "tests" / "aws" / "moto_serve.py"]
    # The server ends when its standard input does.
    with subprocess.Popen(server, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        url = f"http://127.0.0.1:{json.loads(process.stdout.readline())['port']}"
        world = [python, ROOT / "tests" / "aws" / "moto_world.py", url, "eu-central-1"]
        subprocess.run(world, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        with tempfile.TemporaryDirectory() as home:
            config = pathlib.Path(home) / "config"
            config.write_text(PROFILE)
            yield {
                "AWS_CONFIG_FILE": str(config),
                "AWS_SHARED_CREDENTIALS_FILE": str(config),
                "AWS_EC2_METADATA_DISABLED": "true",
                "AWS_ENDPOINT_URL": url,
            }


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
                directory = scratch if name in ("offline", "account") else ROOT
                run(text, directory, {**clean, **aws} if name == "account" else clean, expected, line)


if __name__ == "__main__":
    main(sys.argv[1:])
