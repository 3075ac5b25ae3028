#!/usr/bin/env python3
"""A moto server on a free port of the loopback: prints `{"port": N}` and ends when its standard input does."""

import json
import logging
import os
import sys

from moto.server import ThreadedMotoServer

# What moto lacks it answers with an error page, which is what the tests want of it; the trace is not.
logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
# Else every account owns a thousand images, each with a snapshot that everybody may restore.
os.environ["MOTO_EC2_LOAD_DEFAULT_AMIS"] = "false"
server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
server.start()
print(json.dumps({"port": server.get_host_and_port()[1]}), flush=True)
# moto prints the hosts that it does not know. Whoever reads the port reads no further, and a closed pipe
# would leave such a request without an answer.
sys.stdout = sys.stderr
# Whoever started us is gone: then we are too, however it went.
sys.stdin.read()
server.stop()
