"""The names of the codes in the marts, such as `register` in the column `series`."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any, Literal

import yaml

from orchestration.settings import PROJECT_ROOT

Language = Literal["ko", "en"]
"""A language of the names."""

ANY = "any"
"""The key of the codes that mean the same in every column."""

_SEED = PROJECT_ROOT / "dbt_project" / "seeds" / "labels.csv"
_SAME_CODES: Mapping[str, str] = {
    "same_taxonomy_id": "taxonomy_id",
    "reliability_in_nation": "reliability",
    "verdict_two_or_more": "verdict",
    "verdict_table_8": "verdict",
}
"""Columns that hold the codes of another column."""
_JOINT = "+"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def code_label(column: str, code: str, language: Language) -> str | None:
    """The name of `code` in the column `column` of any mart; None where it has none.

    A combination of layers (`infrastructure+application`) has the names of its layers.
    """
    column = _SAME_CODES.get(column, column)
    if column == "combination":
        parts = [code_label("layer", part, language) for part in code.split(_JOINT)]
        return " + ".join(filter(None, parts)) if all(parts) else None
    codes = load_codes()
    names = codes.get(column, {}).get(code) or codes[ANY].get(code)
    return names[language] if names and has_codes(column) else None


def has_codes(column: str) -> bool:
    """Whether the values of the column `column` are codes with names."""
    column = _SAME_CODES.get(column, column)
    return column == "combination" or column in load_codes()


def named_codes(column: str) -> list[str]:
    """The codes that have names in the column `column`; of combinations, those of all layers."""
    codes = load_codes()
    if column == "combination":
        layers = [layer for layer in codes["layer"] if layer not in ("common", "total")]
        sizes = range(1, len(layers) + 1)
        joint = [_JOINT.join(parts) for size in sizes for parts in combinations(layers, size)]
        return [*joint, *codes[ANY]]
    return list(dict.fromkeys([*codes.get(_SAME_CODES.get(column, column), {}), *codes[ANY]]))


@cache
def load_codes() -> Mapping[str, Mapping[str, Mapping[Language, str]]]:
    """Every name: column -> code -> language -> name."""
    found: dict[str, dict[str, Mapping[Language, str]]] = yaml.load(
        (files(__package__) / "codes.yml").read_text("utf-8"), Loader=_LOADER
    )
    with _SEED.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            names: Mapping[Language, str] = {"ko": row["name_ko"], "en": row["name_en"]}
            found.setdefault(row["kind"], {})[row["code"]] = names
    return found
