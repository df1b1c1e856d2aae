"""The regions of a release, with the names that people use for them."""

from __future__ import annotations

from orchestration.agents.named import Named, choose, folded
from orchestration.agents.opened import OpenRelease
from orchestration.agents.series import PENSION
from orchestration.errors import QueryError
from orchestration.lake.reference import FORMER_PROVINCE_NAMES, districts, short_province_names

NATION = "00"
EVERYWHERE = {"all", "전체", "모두", "모든시도"}
"""Words for all regions of the release."""
_REGIONS = """
select region_code, any_value(region_name_ko) as ko, any_value(region_name_en) as en,
    coalesce(any_value(region_level), 'province') as level,
    list(distinct year order by year) filter (year is not null) as years,
    list(distinct month order by month) filter (month is not null) as months
from (
    select region_code, region_name_ko, region_name_en, region_level, year, null as month
    from industry_share
    union all by name
    select region_code, region_name_ko, region_name_en, strftime(month, '%Y-%m') as month
    from pension_share
)
group by region_code order by region_code
"""
_LOOK = "`find_codes` with kind `region` lists the regions"


def regions(release: OpenRelease) -> list[Named]:
    """Every region that the release has numbers for, with its short and former names."""
    rows = release.rows(_REGIONS)
    short = short_province_names()
    return [
        Named(
            "region",
            row["region_code"],
            tuple(
                dict.fromkeys(
                    name
                    for name in (
                        row["ko"],
                        short.get(row["region_code"], row["ko"]),
                        *(
                            old
                            for old, code in FORMER_PROVINCE_NAMES.items()
                            if code == row["region_code"]
                        ),
                        row["en"],
                    )
                    if name
                )
            ),
            {
                "name_ko": row["ko"],
                "name_en": row["en"],
                "level": row["level"],
                "census_years": row["years"],
                "pension_months": row["months"],
            },
        )
        for row in rows
    ]


def choose_regions(release: OpenRelease, words: list[str], measure: str) -> list[Named]:
    """The regions of these codes or names; raises `QueryError` with the closest names.

    All regions are those of the source of the measure: provinces that merge have other codes afterwards.
    """
    known = regions(release)
    if any(folded(word) in EVERYWHERE for word in words):
        covered = "pension_months" if measure in PENSION else "census_years"
        return [region for region in known if region.facts[covered]]
    return list(dict.fromkeys(_region(word, known) for word in words))


def _region(word: str, known: list[Named]) -> Named:
    try:
        return choose(word, known, "regions", _LOOK)
    except QueryError:
        for district in districts().values():
            if folded(word) in (folded(district.name_ko), district.code):
                province = next((p for p in known if p.code == district.province), None)
                if province:
                    raise QueryError(
                        f"{district.name_ko} is a district, and the release has no number for it",
                        where="the argument `regions`",
                        remedy=f"ask for its province, {province.names[0]} ({province.code})",
                    ) from None
        raise
