"""Writes the data of the explorer: names, published values, sets, and estimates by section of KSIC."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from orchestration.site.context import Context
from orchestration.site.explorer.comparison import describe_pairs, has_comparison
from orchestration.site.explorer.grid import Grid, read_grid
from orchestration.site.explorer.names import (
    list_codes,
    list_links,
    name_regions,
    name_sets,
    section_of,
)
from orchestration.site.explorer.pack import pack_json
from orchestration.site.marts import Marts

NEEDED = (
    "industry_share",
    "smart_city_share",
    "technology_overlap",
    "smart_city_industry",
    "shift_share",
)
ESTIMATED = ("industry_estimate", "smart_city_estimate")


def has_explorer(marts: Marts) -> bool:
    """Whether the marts have what the explorer shows."""
    return all(marts.has_rows(name) for name in (*NEEDED, *ESTIMATED))


def write_explorer(contexts: Sequence[Context], folder: Path) -> Iterator[Path]:
    """Write the data files into `folder`; `contexts` are those of all languages, in their order."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, script in _scripts(contexts):
        path = folder / f"{name}.js"
        path.write_text(script, "utf-8")
        yield path


def _scripts(contexts: Sequence[Context]) -> Iterator[tuple[str, str]]:
    marts = contexts[0].marts
    years = marts.query("explorer_revisions").rows
    revisions = sorted({row["ksic_revision"] for row in years})
    sets = read_grid(marts.columns("explorer_sets"))
    yield "sets", sets.pack("sets")
    sections: dict[str, list[str]] = {}
    for revision in revisions:
        published = read_grid(marts.columns("explorer_published", revision=revision))
        yield f"published-{revision}", published.pack(f"published-{revision}")
        estimates = read_grid(marts.columns("explorer_estimates", revision=revision))
        found = _by_section(revision, estimates)
        sections[revision] = list(found)
        for section, part in found.items():
            name = f"estimates-{revision}-{section}"
            yield name, part.pack(name)
    yield "names", pack_json("names", _names(contexts, sets, years, sections))
    if has_comparison(marts):
        yield "pairs", pack_json("pairs", describe_pairs(contexts[0]))


def _names(
    contexts: Sequence[Context], sets: Grid, years: Sequence[Any], sections: dict[str, list[str]]
) -> dict[str, Any]:
    first = contexts[0]
    changes = first.query("region_changes").rows
    return {
        "regions": name_regions(contexts, ["00", *first.scope.provinces]),
        "taxonomies": name_sets(contexts, sets.axes["key"]),
        "years": [[f"{row['series']} {row['year']}", row["ksic_revision"]] for row in years],
        "codes": {revision: list_codes(revision) for revision in sections},
        "links": list_links(list(sections)),
        "estimates": sections,
        "changes": [
            [
                row["region_code"],
                row["from_year"],
                row["to_year"],
                row["region_change_ko"],
                row["region_change_en"],
            ]
            for row in changes
        ],
        "members": [
            [
                row["taxonomy_id"],
                row["ksic_revision"],
                row["ksic_code"],
                row["coverage"],
                row["part_share"],
            ]
            for row in first.marts.query("explorer_members").rows
        ],
    }


def _by_section(revision: str, estimates: Grid) -> dict[str, Grid]:
    """The estimates of each section that has some."""
    keys: dict[str, list[str]] = defaultdict(list)
    for code in estimates.axes["key"]:
        keys[section_of(revision, code)].append(code)
    return {section: estimates.only(codes) for section, codes in keys.items()}
