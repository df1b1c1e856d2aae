"""The names that the explorer offers: regions, taxonomies with their sets, and the codes of KSIC."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from orchestration.settings import PROJECT_ROOT
from orchestration.site.classification import read_classification
from orchestration.site.context import Context, layer_rank
from orchestration.site.geography import map_positions
from orchestration.site.marts import Row

_CONCORDANCE = PROJECT_ROOT / "dbt_project" / "seeds" / "ksic_concordance.csv"
_NO_INDUSTRY = "all"


def name_regions(contexts: Sequence[Context], codes: Iterable[str]) -> list[list[Any]]:
    """Per region: code, its short names by language, and row and column of its tile (0 without one)."""
    rows = []
    for code in codes:
        place = map_positions().get(code)
        names = [context.region(code) for context in contexts]
        rows.append([code, *names, place.row if place else 0, place.column if place else 0])
    return rows


def name_sets(contexts: Sequence[Context], keys: Iterable[str]) -> list[dict[str, Any]]:
    """The taxonomies with their sets, in the order in which the pages list them; `keys` name the sets."""
    by_taxonomy: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        by_taxonomy[key.partition(" ")[0]].append(key)
    return [
        {
            "id": taxonomy,
            "names": [context.taxonomy(taxonomy) for context in contexts],
            "sets": [
                [key, *(_name_set(context.of_taxonomy(taxonomy), key) for context in contexts)]
                for key in sorted(by_taxonomy[taxonomy], key=_set_order)
            ],
        }
        for taxonomy in contexts[0].scope.by_importance
        if taxonomy in by_taxonomy
    ]


def _set_order(key: str) -> tuple[int, bool, tuple[int, str], str]:
    """Layers, combinations, industries; the total first, then the layers in the order of the report."""
    _, kind, name = key.split(" ", 2)
    layer = name.partition(" ")[0]
    return (
        ["layer", "combination", "industry"].index(kind),
        layer != "total",
        layer_rank({"layer": layer}),
        name,
    )


def _name_set(context: Context, key: str) -> str:
    """The name of a layer, an industry of a layer or a combination of layers in one language."""
    _, kind, name = key.split(" ", 2)
    if kind == "layer":
        layer, counting = name.split(" ")
        return context.counted_layer({"layer": layer, "counting": counting})
    if kind == "industry":
        layer, industry = name.split(" ")
        return (
            f"{context.layer(layer)} › {_industry_names(context).get((layer, industry), industry)}"
        )
    joined = " + ".join(context.layer(layer) for layer in name.split("+"))
    letter = context.text("explorer.only" if "+" not in name else "explorer.only_these")
    return f"{joined} ({letter})"


def _industry_names(context: Context) -> Mapping[tuple[str, str], str]:
    rows: Sequence[Row] = context.marts.query(
        "explorer_industries", taxonomy=context.scope.taxonomies[0]
    ).rows
    return {(row["layer"], row["industry"]): context.name(row, "industry_name") for row in rows}


def list_codes(revision: str) -> list[list[str]]:
    """The codes of a revision in the order of the classification: code, parent, Korean and English name."""
    found = read_classification(revision)
    children: dict[str, list[str]] = defaultdict(list)
    for code, industry in found.items():
        children[industry.parent].append(code)

    def below(code: str) -> Iterable[str]:
        yield code
        for child in children[code]:
            yield from below(child)

    return [
        [code, found[code].parent, found[code].names["ko"], found[code].names["en"]]
        for root in children[""]
        for code in below(root)
    ]


def section_of(revision: str, code: str) -> str:
    """The section (a letter) of a code, or the code itself above the sections."""
    found = read_classification(revision)
    while code in found and found[code].level not in ("section", "total"):
        code = found[code].parent
    return code


def list_links(revisions: Sequence[str]) -> list[list[str]]:
    """The counterparts of five-digit codes between two of the revisions: revision, code, revision, code."""
    with _CONCORDANCE.open(encoding="utf-8", newline="") as file:
        return [
            [row["from_revision"], row["from_code"], row["to_revision"], row["to_code"]]
            for row in csv.DictReader(file)
            if row["from_revision"] in revisions and row["to_revision"] in revisions
        ]
