"""What a command starts and imports, seen from inside its own processes."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import run_smartcity

_WATCH = Path(__file__).parent / "startup_watch"


@dataclass(frozen=True)
class Startup:
    """The arguments of each process that was started; the top-level modules of the command itself."""

    done: subprocess.CompletedProcess[str]
    started: list[list[str]]
    imported: set[str]


def watched(lake: Path, notes: Path, *arguments: str) -> Startup:
    """Run the command and watch it; whatever it starts is watched as well."""
    path = os.pathsep.join(filter(None, [str(_WATCH), os.environ.get("PYTHONPATH")]))
    done = run_smartcity(lake, *arguments, PYTHONPATH=path, STARTUP_WATCH=str(notes))
    noted = [json.loads(line) for line in notes.read_text(encoding="utf-8").splitlines()]
    imports = [note["content"] for note in noted if note["kind"] == "imported"]
    return Startup(
        done,
        [note["content"] for note in noted if note["kind"] == "started"],
        set(imports[-1]),  # the command itself ends last
    )
