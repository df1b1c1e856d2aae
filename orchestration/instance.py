"""Prepare the storage of Dagster's records: data_lake/dagster, or PostgreSQL where a setting names it.

python -m orchestration.instance     write dagster.yaml and print the folder (DAGSTER_HOME)
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from orchestration.settings import Settings, load_settings
from orchestration.storage.files import write_atomic

POSTGRES = "SMARTCITY_DAGSTER_POSTGRES_URL"

_INSTANCE = """\
# Written by orchestration/instance.py; change it there.
telemetry: { enabled: false }
nux: { enabled: false }
concurrency:
  runs:
    max_concurrent_runs: 4
  # one run at a time has the pool `lake`, that is, writes the lake; the others wait in the queue
  pools: { default_limit: 1, granularity: run }
run_monitoring:
  enabled: true
  start_timeout_seconds: 300
  free_slots_after_run_end_seconds: 60
retention:
  schedule: { purge_after_days: { skipped: 30, failure: 365, success: 365 } }
  sensor: { purge_after_days: { skipped: 3, failure: 90, success: 365 } }
"""
_IN_POSTGRES = f"""\
storage:
  custom:
    module: orchestration.postgres
    class: PostgresStorage
    config: {{ postgres_url: {{ env: {POSTGRES} }} }}
"""


def instance_yaml(in_postgres: bool) -> str:
    """The content of dagster.yaml; the address of PostgreSQL stays in the environment."""
    return _INSTANCE + (_IN_POSTGRES if in_postgres else "")


def home_folder(settings: Settings) -> Path:
    """The folder of Dagster's records: DAGSTER_HOME where it is set, else beside the lake's data."""
    given = settings.dagster_home
    return settings.lake / "dagster" if given is None else given.resolve()


def prepare_home(settings: Settings) -> Path:
    """Write dagster.yaml, and set DAGSTER_HOME for this process and its children."""
    folder = home_folder(settings)
    url = settings.dagster_postgres_url
    write_atomic(folder / "dagster.yaml", instance_yaml(url is not None).encode())
    os.environ["DAGSTER_HOME"] = str(folder)
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "yes")
    if url is not None:
        os.environ[POSTGRES] = url.get_secret_value()
    return folder


def create_tables(folder: Path) -> None:
    """Create the tables of the records before the web server and the daemon start.

    Two processes that create them at the same time would break them.
    """
    import dagster as dg
    from filelock import FileLock

    with FileLock(folder / ".tables.lock"), dg.DagsterInstance.get():
        pass


def main() -> None:
    """Prepare the folder and print its path."""
    folder = prepare_home(load_settings())
    create_tables(folder)
    sys.stdout.write(f"{folder}\n")


if __name__ == "__main__":
    main()
