"""Dagster's daemon with its clock moved: it believes that it starts at the time given.

python -m tests.support.shifted_daemon 2026-12-05T05:59:40+09:00
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime

import dagster._time as clock
from dagster._daemon.cli import main


def shift_to(start: datetime) -> None:
    """Let Dagster's clock run on from `start`."""
    ahead = start.timestamp() - time.time()
    clock._mockable_get_current_timestamp = lambda: time.time() + ahead
    clock._mockable_get_current_datetime = lambda: datetime.fromtimestamp(time.time() + ahead, UTC)


if __name__ == "__main__":
    shift_to(datetime.fromisoformat(sys.argv[1]))
    sys.argv = ["dagster-daemon", "run", "-m", "orchestration.definitions"]
    main()
