"""A file of the source mdis_census."""

from tests.support.fuzz_files import drop

CORPUS = ("mdis/*.csv",)


def run(data: bytes) -> None:
    """Recognise and parse `data`."""
    drop(data, "mdis_census", "2019", "사업체조사_2019.csv")
