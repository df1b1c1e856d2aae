"""A CSV with declared columns of every type."""

from contextlib import suppress

from orchestration.contracts.declaration import Column, load_declarations
from orchestration.errors import SmartCityError
from orchestration.sources.tables import delimited
from tests.support.fuzz_files import snapshot_of

CORPUS = ("delimited/*.csv",)
COLUMNS = (
    Column(name="code", required=True, unique=True),
    Column(name="whole", type="integer"),
    Column(name="share", type="decimal"),
    Column(name="known", type="boolean"),
    Column(name="day", type="date"),
)


def run(data: bytes) -> None:
    """Parse `data` with these columns."""
    declared = load_declarations()["report_targets"]
    declaration = declared.model_copy(update={"columns": COLUMNS})
    with suppress(SmartCityError):
        delimited.parse(declaration, [snapshot_of(data, "report_targets", "all", "fuzz.csv")])
