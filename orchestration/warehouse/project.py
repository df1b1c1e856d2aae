"""The dbt project: its folder, its environment variables and a hash of its files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from platformdirs import user_cache_path

from orchestration.settings import IS_INSTALLED, PROJECT_ROOT, load_settings
from orchestration.storage.files import tree_digest

PROJECT = PROJECT_ROOT / "dbt_project"
TARGET = user_cache_path("smartcity") / "dbt" if IS_INSTALLED else PROJECT / "target"
"""Where dbt writes the parsed project."""
MANIFEST = TARGET / "manifest.json"
DATABASE = "smartcity.duckdb"
"""Name of every file that dbt builds. It is the database name in the parsed project: with another name dbt
would parse the project again."""
_SOURCES = ("models/**/*", "macros/**/*", "seeds/**/*", "tests/**/*", "*.yml")


def project_digest() -> str:
    """One hash over all files that dbt reads."""
    return tree_digest(PROJECT, _SOURCES)


def environment(warehouse: Path | None, staged: Path) -> dict[str, str]:
    """The environment variables of profiles.yml and the sources; no `warehouse` where nothing is built."""
    return {
        **({"SMARTCITY_WAREHOUSE_FILE": str(warehouse)} if warehouse else {}),
        "SMARTCITY_STAGED": str(staged),
        **load_settings().dbt_variables(),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }


@contextmanager
def environ(variables: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables for the block; dbt reads them in this process."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
