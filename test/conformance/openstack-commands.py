"""Runs commands of OpenStack's client, each in a copy of this process, which has its modules loaded already.

A line that comes in is a command, the list of its words. A line that goes out is how it ended:
{"status": ..., "stdout": ..., "stderr": ...}.
"""
import contextlib
import importlib.metadata
import io
import json
import os
import sys

import openstack.connection  # noqa: F401
from openstackclient import shell


def ended(words):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = shell.main(words)
        except SystemExit as end:
            status = end.code
    return {"status": status, "stdout": out.getvalue(), "stderr": err.getvalue()}


def load_commands():
    """A command that cannot be loaded is for the one who gives it to learn."""
    points = [point for package in importlib.metadata.distributions() for point in package.entry_points]
    for point in points:
        if point.group.startswith("openstack."):
            with contextlib.suppress(Exception):
                point.load()


load_commands()
for line in sys.stdin:
    # The client keeps what it knows of a user in its classes, for all that comes later in the same process.
    child = os.fork()
    if child == 0:
        try:
            print(json.dumps(ended(json.loads(line))), flush=True)
        finally:
            os._exit(0)
    os.waitpid(child, 0)
