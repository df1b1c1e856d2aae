"""Where Dagster keeps its records: data_lake/dagster, or PostgreSQL where one setting names it.

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
freshness: { enabled: true }
concurrency:
  runs:
    max_concurrent_runs: 4
    tag_concurrency_limits:
      # one run at a time writes the lake; the others wait in the queue
      - { key: smartcity/lake, value: writes, limit: 1 }
  pools: { default_limit: 1, granularity: op }
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


def home(settings: Settings) -> Path:
    """The folder of Dagster's records: DAGSTER_HOME where it is set, else beside the lake's data."""
    given = settings.dagster_home
    return settings.lake / "dagster" if given is None else given.resolve()


def prepare_home(settings: Settings) -> Path:
    """Write dagster.yaml and let this process, and those that it starts, use the folder."""
    folder = home(settings)
    url = settings.dagster_postgres_url
    write_atomic(folder / "dagster.yaml", instance_yaml(url is not None).encode())
    os.environ["DAGSTER_HOME"] = str(folder)
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "yes")
    if url is not None:
        os.environ[POSTGRES] = url.get_secret_value()
    return folder


def make_tables(folder: Path) -> None:
    """Make the tables of the records where there are none; page and daemon then find them made.

    Two processes that make them at the same time would spoil them.
    """
    import dagster as dg
    from filelock import FileLock

    with FileLock(folder / ".tables.lock"), dg.DagsterInstance.get():
        pass


def main() -> None:
    """Prepare everything and say where it is."""
    folder = prepare_home(load_settings())
    make_tables(folder)
    sys.stdout.write(f"{folder}\n")


if __name__ == "__main__":
    main()
