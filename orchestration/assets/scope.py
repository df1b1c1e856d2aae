"""What a run does, from the assets that it was started for: a release, or single assets."""

from __future__ import annotations

from collections.abc import Set
from functools import cache

import dagster as dg

from orchestration.assets.keys import (
    CANDIDATE,
    CURRENT,
    LANDING,
    REPORT,
    datasets,
    mart_key,
    raw_key,
    staged_key,
)
from orchestration.contracts.declaration import load_declarations
from orchestration.errors import ConfigurationError
from orchestration.warehouse.manifest import mart_models

_RELEASE = frozenset({CANDIDATE, REPORT, CURRENT})


def publishes(selected: Set[dg.AssetKey]) -> bool:
    """Whether a run of these assets publishes a release; otherwise its marts are built aside.

    Raises `ConfigurationError` for a part of what a release is made of: it is published as a whole.
    """
    if not selected & _RELEASE:
        return False
    if missing := _needed() - selected:
        raise ConfigurationError(
            f"a release is built and published as a whole, and {len(missing)} of its assets are not"
            " selected",
            where="the selection of the run",
            remedy="launch the job `refresh`; a mart without a release can be materialized by itself",
        )
    return True


@cache
def _needed() -> Set[dg.AssetKey]:
    """The assets of a release, without seeds, staging and intermediate models, which are always built.

    Every step asks for them; the definitions of a process do not change.
    """
    return {
        LANDING,
        *map(raw_key, load_declarations()),
        *map(staged_key, datasets()),
        *map(mart_key, mart_models()),
        *_RELEASE,
    }
