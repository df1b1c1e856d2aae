"""Every command that a runbook shows is run, on a lake with what the runbook talks about."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.settings import PROJECT_ROOT

RUNBOOKS = PROJECT_ROOT / "docs" / "runbooks"
BIN = Path(sys.executable).parent


def commands() -> list[str]:
    """All lines of the shell blocks, each once, in the order in which they stand."""
    found = []
    for path in sorted(RUNBOOKS.glob("*.md")):
        for block in re.findall(r"^```sh\n(.*?)^```", path.read_text("utf-8"), re.M | re.S):
            found += [line for line in block.splitlines() if line.strip()]
    return list(dict.fromkeys(found))


@pytest.fixture(scope="module")
def troubled_lake(bundled_lake: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the bundled lake with an alert, something in quarantine and a held release."""
    home = tmp_path_factory.mktemp("runbook")
    lake = shutil.copytree(bundled_lake, home / "data_lake", symlinks=True)
    aside = lake / "quarantine" / "kosis_census" / "2024-0123456789ab"
    aside.mkdir(parents=True)
    (aside / "reason.txt").write_text("SC201 column NEW is new\n")
    (lake / "logs").mkdir(exist_ok=True)
    (lake / "logs" / "alerts.jsonl").write_text('{"run_id": "r", "kind": "failed"}\n')
    (lake / "logs" / "refresh.jsonl").touch()
    (lake / "logs" / "tracebacks.log").write_text("ValueError: an example\n")
    return lake


def hold_a_release(lake: Path) -> None:
    """What `hold` leaves: the current content once more, sealed, beside the releases."""
    from orchestration.release.catalog import HELD, RECORD, ReleaseCatalog, read_record
    from orchestration.release.checksums import write_checksums
    from orchestration.storage.files import write_json

    catalog = ReleaseCatalog(lake / "releases")
    current = catalog.current()
    held = shutil.copytree(current, catalog.root / f"{HELD}{current.name}")
    record = {
        **read_record(held).model_dump(),
        "previous_id": current.name,
        "held_by": ["a test"],
    }
    write_json(held / RECORD, record)
    write_checksums(held)


def run(command: str, lake: Path) -> subprocess.CompletedProcess[str]:
    if "--accept" in command:
        hold_a_release(lake)
    release = (lake / "releases" / "current").resolve().name
    return subprocess.run(
        re.sub(r"\bID\b", release, command),
        shell=True,
        cwd=lake.parent,
        env={
            **os.environ,
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(PROJECT_ROOT),
            "SMARTCITY_LAKE": str(lake),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.mark.parametrize("command", commands())
def test_the_command_works(command: str, troubled_lake: Path) -> None:
    done = run(command, troubled_lake)
    if command == "smartcity doctor":  # without a network a provider cannot be reached
        assert "python" in done.stdout
        return
    assert done.returncode == 0, done.stderr
