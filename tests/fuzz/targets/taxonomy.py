"""A taxonomy as CSV."""

from tests.support.fuzz_files import drop

CORPUS = ("taxonomy/*.csv",)


def run(data: bytes) -> None:
    """Parse `data` as a taxonomy."""
    drop(data, "taxonomies", "dropped_fuzz", "fuzz.csv")
