#!/usr/bin/env python3
"""A moto server on a free port of the loopback: prints `{"port": N}` and ends when its standard input does."""

import json
import logging
import sys

from moto.server import ThreadedMotoServer

logging.getLogger("werkzeug").setLevel(logging.ERROR)
server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
server.start()
print(json.dumps({"port": server.get_host_and_port()[1]}), flush=True)
# Whoever started us is gone: then we are too, however it went.
sys.stdin.read()
server.stop()
