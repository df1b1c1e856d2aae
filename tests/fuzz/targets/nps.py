"""A file of the source nps_workplaces."""

from tests.support.fuzz_files import drop

CORPUS = ("nps/*.csv",)


def run(data: bytes) -> None:
    """Recognise and parse `data`."""
    drop(data, "nps_workplaces", "2022-04", "국민연금_사업장.csv")
