"""25 years of census microdata: 4 million establishments a year.

They end before the years of the report and of the bundled figures: made-up cells would contradict them,
which the gate refuses.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.generate_microdata import write_microdata
from benchmarks.histories import History
from orchestration.contracts.declaration import Declaration, load_declarations

FIRST_YEAR, YEARS = 1990, 25


def declarations() -> dict[str, Declaration]:
    """The declared sources; the microdata's layout holds for every year of the benchmark."""
    declared = load_declarations()
    census = declared["mdis_census"]
    layout = census.request["layouts"][0]
    years = range(FIRST_YEAR, FIRST_YEAR + YEARS)
    layouts = [{**layout, "year": year, "series": "survey"} for year in years]
    request = {**census.request, "layouts": layouts}
    return {**declared, "mdis_census": census.model_copy(update={"request": request})}


def drop(landing: Path, number: int, size: int) -> None:
    """The microdata of one year."""
    year = FIRST_YEAR + number - 1
    path = landing / f"사업체조사_{year}_synthetic.csv"
    write_microdata(path, size, seed=year, year=year, unknown_share=0.0005)


CENSUS = History("census", "year", YEARS, 4_000_000, (2, YEARS), drop, declarations)
