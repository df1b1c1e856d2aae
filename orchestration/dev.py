"""`make dev`: Dagster's web server and daemon, reachable from this machine only.

    python -m orchestration.dev [PORT]

The web server can start runs and has no log-in, so it listens on the loopback address; see SECURITY.md.
"""

from __future__ import annotations

import os
import sys

from orchestration.instance import create_tables, prepare_home
from orchestration.settings import PROJECT_ROOT, load_settings

LOOPBACK = "127.0.0.1"


_SUPERSEDED = "ignore:Function `dev_command` is superseded"
"""Dagster recommends `dg dev`, which needs a package and a layout of the project of its own."""


def command(port: str) -> list[str]:
    """The command line of `dagster dev`: web server, daemon and code server."""
    dagster = [sys.executable, "-W", _SUPERSEDED, "-m", "dagster", "dev"]
    return [*dagster, "-m", "orchestration.definitions", "-h", LOOPBACK, "-p", port]


def main() -> None:
    """Prepare the folder of records and become `dagster dev`."""
    create_tables(prepare_home(load_settings()))
    os.chdir(PROJECT_ROOT)
    arguments = command(sys.argv[1] if len(sys.argv) > 1 else "3000")
    os.execv(arguments[0], arguments)


if __name__ == "__main__":
    main()
