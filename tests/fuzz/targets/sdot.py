"""A file of the source sdot_weekly."""

from tests.support.fuzz_files import drop

CORPUS = ("sdot/*.csv",)


def run(data: bytes) -> None:
    """Recognise and parse `data`."""
    drop(data, "sdot_weekly", "2026-07", "S_DOT_ENV_2026.07.27-08.02.csv")
