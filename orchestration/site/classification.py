"""The Korean Standard Industrial Classification (KSIC): names, levels and parents of its codes."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from orchestration.settings import PROJECT_ROOT
from orchestration.site.numbers import Language

_RANGE = re.compile(r"\s*\([0-9 ~]*\)$")
_SEED = PROJECT_ROOT / "dbt_project" / "seeds" / "ksic.csv"


@dataclass(frozen=True)
class Industry:
    """One code of KSIC. `parent` is the code that it is part of; `names` are by language."""

    code: str
    level: str
    parent: str
    names: Mapping[Language, str]


@cache
def read_classification(revision: str) -> Mapping[str, Industry]:
    """Every code of a revision (`9`, `10` or `11`); empty for another revision."""
    with _SEED.open(encoding="utf-8", newline="") as rows:
        return {
            row["ksic_code"]: Industry(
                row["ksic_code"],
                row["level"],
                row["parent_code"],
                {"ko": _without_range(row["name_ko"]), "en": row["name_en"] or row["name_ko"]},
            )
            for row in csv.DictReader(rows)
            if row["ksic_revision"] == revision
        }


def _without_range(name: str) -> str:
    """The name of a section without the range of its divisions: `광업 (05 ~ 08)` is `광업`."""
    return _RANGE.sub("", name)
