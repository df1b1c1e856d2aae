"""`make dev`: Dagster's web page and daemon on this machine alone.

    python -m orchestration.dev [PORT]

The page can start runs and has no log-in, so it listens to this machine only; see SECURITY.md.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from orchestration.instance import make_tables, prepare_home
from orchestration.settings import PROJECT_ROOT, load_settings

LOOPBACK = "127.0.0.1"


def command(port: str) -> list[str]:
    """What is run: the page, the daemon and the code server as one."""
    dagster = Path(sys.executable).with_name("dagster")
    return [str(dagster), "dev", "-m", "orchestration.definitions", "-h", LOOPBACK, "-p", port]


def main() -> None:
    """Prepare the folder of records and become `dagster dev`."""
    make_tables(prepare_home(load_settings()))
    os.chdir(PROJECT_ROOT)
    arguments = command(sys.argv[1] if len(sys.argv) > 1 else "3000")
    os.execv(arguments[0], arguments)


if __name__ == "__main__":
    main()
