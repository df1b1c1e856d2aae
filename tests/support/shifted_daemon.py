"""Dagster's daemon with its clock moved: it stands still at START until the file GO is there.

python -m tests.support.shifted_daemon 2026-12-05T05:59:55+09:00 /somewhere/go
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import dagster._time as clock
from dagster._daemon.cli import main


def shift_to(start: datetime, go: Path) -> None:
    """Let Dagster's clock run on from `start`, once `go` is there."""

    def now() -> float:
        passed = time.time() - go.stat().st_mtime if go.exists() else 0.0
        return start.timestamp() + passed

    clock._mockable_get_current_timestamp = now
    clock._mockable_get_current_datetime = lambda: datetime.fromtimestamp(now(), UTC)


if __name__ == "__main__":
    shift_to(datetime.fromisoformat(sys.argv[1]), Path(sys.argv[2]))
    sys.argv = ["dagster-daemon", "run", "-m", "orchestration.definitions"]
    main()
