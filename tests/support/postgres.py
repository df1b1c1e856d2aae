"""A real PostgreSQL server on loopback, from the system's packages, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.needs import need

_USER = "postgres"


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of an empty database; the server is gone after the block."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    initdb = Path(need("postgres", "initdb", *map(str, places)))
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    data, port = folder / "data", _free_port()
    if os.geteuid() == 0:
        shutil.chown(folder, _USER)
    _run(initdb, "-D", data, "-U", _USER, "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    control = initdb.with_name("pg_ctl")
    _run(control, "-D", data, "-l", folder / "log", "-w", "-o", options, "start")
    try:
        yield f"postgresql://{_USER}@127.0.0.1:{port}/{_USER}"
    finally:
        _run(control, "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _run(*command: object) -> None:
    """Run as the server's user: PostgreSQL refuses to run as root."""
    as_user = ["runuser", "-u", _USER, "--"] if os.geteuid() == 0 else []
    subprocess.run(
        [*as_user, *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd="/tmp"
    )


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
