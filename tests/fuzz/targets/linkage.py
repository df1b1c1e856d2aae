"""A linkage table as published: an Excel sheet or a CSV."""

from contextlib import suppress

from orchestration.errors import SmartCityError
from orchestration.sources.taxonomy.linkage.reader import read_linkage
from tests.support.fuzz_files import written

CORPUS = ("linkage/*.xlsx", "linkage/*.csv", "linkage/*.txt")


def run(data: bytes) -> None:
    """Read `data` as both kinds of file."""
    for name in ("연계표.xlsx", "연계표.csv"):
        with suppress(SmartCityError):
            read_linkage(written(data), name, "fuzz", {})
