"""Published aggregates of the pension file."""

from contextlib import suppress

from orchestration.contracts.declaration import Declaration, load_declarations
from orchestration.errors import SmartCityError
from orchestration.sources.published_aggregates import provider as published_aggregates
from tests.support.fuzz_files import snapshot_of

CORPUS = ("published_aggregates/*.csv",)
SUMS = {
    "nation": 3610,
    "in_provinces": 3600,
    "without_province": 10,
    "in_industry_names": 3500,
    "naming_no_industry": [600],
}
"""Of the good file of the gallery."""


def declared() -> Declaration:
    """The declaration with the sums of the gallery's files."""
    declaration = load_declarations()["nps_published"]
    return declaration.model_copy(
        update={"request": declaration.request | {"sums": {"2026-06": SUMS}}}
    )


def run(data: bytes) -> None:
    """Parse `data` as a month."""
    with suppress(SmartCityError):
        snapshot = snapshot_of(data, "nps_published", "2026-06", "2026-06.csv")
        published_aggregates.parse(declared(), [snapshot])
