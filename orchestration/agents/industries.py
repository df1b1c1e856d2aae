"""The KSIC industries of a release, by code, Korean or English name."""

from __future__ import annotations

from orchestration.agents.named import Named, choose
from orchestration.agents.opened import OpenRelease
from orchestration.lake.reference import ksic_industries

TOTAL = "TOTAL"
"""The code of all industries together."""
_LOOK = "`find_codes` with kind `industry` searches the names"
_CODES = """
select ksic_code, any_value(level) as level, min(year) as first_year, max(year) as last_year,
    list(distinct ksic_revision order by ksic_revision) as revisions,
    bool_or(published) as published, bool_or(not published) as estimated
from (
    select ksic_code, level, year, ksic_revision, true as published from industry_share
    union all
    select ksic_code, level, year, ksic_revision, false from industry_estimate
)
group by ksic_code order by ksic_code
"""
_LAYERS = """
select ksic_code, list(distinct concat_ws('/', taxonomy_id, layer, industry)) as layers
from taxonomy_codes group by ksic_code
"""


def industries(release: OpenRelease) -> list[Named]:
    """Every code with a number or an estimate; names of both revisions, those of the later one first."""
    layers = {row["ksic_code"]: sorted(row["layers"]) for row in release.rows(_LAYERS)}
    found = []
    for row in release.rows(_CODES):
        by_revision = [ksic_industries(revision) for revision in reversed(row["revisions"])]
        named = [known[row["ksic_code"]] for known in by_revision if row["ksic_code"] in known]
        if not named:
            continue
        facts = {
            "name_ko": named[0][0],
            "name_en": named[0][1],
            "level": row["level"],
            "ksic_revisions": row["revisions"],
            "years": f"{row['first_year']}-{row['last_year']}",
            "published": row["published"],
            "estimated": row["estimated"],
            "in_taxonomies": layers.get(row["ksic_code"], []),
        }
        names = tuple(dict.fromkeys(name for pair in named for name in pair if name))
        found.append(Named("industry", row["ksic_code"], names, facts))
    return sorted(found, key=lambda thing: (len(thing.code.replace(TOTAL, "")), thing.code))


def choose_industry(release: OpenRelease, words: str) -> Named:
    """The industry of this code or name; raises `QueryError` with the candidates or closest names."""
    return choose(words, industries(release), "industry", _LOOK)
