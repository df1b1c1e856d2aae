"""The queries behind `get_numbers`: the rows of one subject, all with the same columns.

A row is a published value, or bounds, with its estimate where the release has one; nothing is computed.
Columns that a mart does not have are null. `mart` and `keys` say where the row is, for `trace_number`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from orchestration.agents.opened import OpenRelease
from orchestration.agents.withheld import LOWEST

PENSION = ("insured", "workplaces")
"""The measures of the pension; all others are of the census."""

_INDUSTRY = """
select 'industry_share' as mart, series, year::varchar as period, region_code, ksic_revision, measure,
    value, status, share_of_nation as share, share_of_region, location_quotient, rank_in_nation, source_id
from industry_share
where ksic_code = $code and measure = $measure
union all by name
select 'industry_estimate' as mart, e.series, e.year::varchar as period, e.region_code, e.ksic_revision,
    e.measure, e.value_low, e.value_high, 'unknown' as status, e.estimate, e.estimate_low_80,
    e.estimate_high_80, e.estimate_low_90, e.estimate_high_90, e.reliability, e.method, e.association,
    e.association_period, s.source_id
from industry_estimate as e
left join (
    select series, year, any_value(source_id) as source_id from industry_share group by series, year
) as s on e.series = s.series and e.year = s.year
where e.ksic_code = $code and e.measure = $measure and not exists (
    select 1 from industry_share as p
    where p.series = e.series and p.year = e.year and p.region_code = e.region_code
        and p.ksic_code = e.ksic_code and p.measure = e.measure
)
"""
_ESTIMATE_OF_SET = """\
e.estimate, e.estimate_low_80, e.estimate_high_80, e.estimate_low_90, e.estimate_high_90,
    e.reliability, e.share_estimate, e.share_estimate_low_80, e.share_estimate_high_80,
    e.share_estimate_low_90, e.share_estimate_high_90, e.reliability_in_nation,
    e.method, e.association, e.association_period"""
_LAYER = f"""
select 'smart_city_share' as mart, s.series, s.year::varchar as period, s.region_code, s.measure,
    s.value, s.value_low, s.value_high, s.status, s.share, s.share_low, s.share_high, s.source_id,
    {_ESTIMATE_OF_SET}
from smart_city_share as s
left join smart_city_estimate as e
    on
        s.taxonomy_id = e.taxonomy_id and s.overlap_rule = e.overlap_rule and s.series = e.series
        and s.year = e.year and s.region_code = e.region_code and s.layer = e.layer
        and s.counting = e.counting and s.measure = e.measure and e.combination = 'all'
where s.taxonomy_id = $taxonomy_id and s.layer = $layer and s.counting = $counting
    and s.overlap_rule = $overlap_rule and s.measure = $measure
"""
_COMBINATION = f"""
select 'technology_overlap' as mart, s.series, s.year::varchar as period, s.region_code, s.measure,
    s.value, s.value_low, s.value_high, s.status, s.share_of_nation as share,
    s.share_of_nation_low as share_low, s.share_of_nation_high as share_high, s.share_of_region_total,
    s.share_of_region_total_low, s.share_of_region_total_high, s.source_id,
    {_ESTIMATE_OF_SET}
from technology_overlap as s
left join smart_city_estimate as e
    on
        s.taxonomy_id = e.taxonomy_id and s.series = e.series and s.year = e.year
        and s.region_code = e.region_code and s.combination = e.combination and s.measure = e.measure
        and e.overlap_rule = 'all'
where s.taxonomy_id = $taxonomy_id and s.combination = $combination and s.measure = $measure
"""
_LAYER_INDUSTRY = """
select 'smart_city_industry' as mart, series, year::varchar as period, region_code, measure, value,
    value_low, value_high, status, share, share_low, share_high, source_id
from smart_city_industry
where taxonomy_id = $taxonomy_id and layer = $layer and industry = $industry and measure = $measure
"""
_PENSION_INDUSTRY = """
select 'nps_monthly' as mart, 'pension' as series, strftime(month, '%Y-%m') as period, region_code,
    ksic_revision, $measure as measure, {value} as value, {low} as value_low, {high} as value_high,
    status, source_id, whole_region_code
from nps_monthly
where ksic_code = $code and taxonomy_id = 'none'
"""
_PENSION_SET = """
select 'pension_share' as mart, series, strftime(month, '%Y-%m') as period, region_code, measure, value,
    value_low, value_high, status, share, share_low, share_high, source_id, whole_region_code
from pension_share
where taxonomy_id = $taxonomy_id and set_id = $set_id and measure = $measure
"""


@dataclass(frozen=True)
class Subject:
    """What is counted: a KSIC industry (`code`), or of a taxonomy a layer, an industry or a combination."""

    code: str | None = None
    taxonomy_id: str | None = None
    layer: str | None = None
    industry: str | None = None
    combination: str | None = None
    counting: str = "inclusive"
    overlap_rule: str = "two_or_more"

    def record(self) -> dict[str, str]:
        """The subject as an answer shows it."""
        if self.code is not None:
            return {"ksic_code": self.code}
        if self.combination is not None:
            return {"taxonomy_id": self.taxonomy_id or "", "combination": self.combination}
        return {name: value for name, value in vars(self).items() if value is not None}

    @property
    def set_id(self) -> str:
        """The set of the pension's marts."""
        if self.combination:
            return f"combination/{self.combination}"
        if self.industry:
            return f"industry/{self.layer}/{self.industry}"
        if self.layer == "total":
            return "total"
        if self.layer == "common":
            return f"common/{self.overlap_rule}"
        if self.counting == "exclusive":
            return f"exclusive/{self.overlap_rule}/{self.layer}"
        return f"layer/{self.layer}"

    def keys(self, row: dict[str, Any]) -> dict[str, Any]:
        """The key of the row in its mart."""
        key = {"series": row["series"], "region_code": row["region_code"]}
        match row["mart"]:
            case "nps_monthly":
                month = {"month": f"{row['period']}-01", "region_code": row["region_code"]}
                return {**month, "taxonomy_id": "none", "layer": "all", "ksic_code": self.code}
            case "pension_share":
                key |= {"month": f"{row['period']}-01", "taxonomy_id": self.taxonomy_id}
                return {**key, "set_id": self.set_id, "measure": row["measure"]}
            case "smart_city_share":
                key |= {"taxonomy_id": self.taxonomy_id, "layer": self.layer}
                key |= {"counting": self.counting, "overlap_rule": self.overlap_rule}
            case "technology_overlap":
                key |= {"taxonomy_id": self.taxonomy_id, "combination": self.combination}
            case "smart_city_industry":
                key |= {"taxonomy_id": self.taxonomy_id, "layer": self.layer}
                key |= {"industry": self.industry}
            case _:
                key |= {"ksic_code": self.code}
        return {**key, "year": int(row["period"]), "measure": row["measure"]}

    def estimate_keys(self, row: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """The mart of the row's estimate, and its key there."""
        if row["mart"] == "smart_city_share":
            return "smart_city_estimate", {**self.keys(row), "combination": "all"}
        if row["mart"] == "technology_overlap":
            every = dict.fromkeys(("overlap_rule", "layer", "counting"), "all")
            return "smart_city_estimate", {**self.keys(row), **every}
        return row["mart"], self.keys(row)


def read_series(release: OpenRelease, subject: Subject, measure: str) -> list[dict[str, Any]]:
    """Every row of the subject and measure, by series, period and region."""
    sql, parameters = _query(subject, measure)
    values = {"measure": measure, **parameters}
    named = {name: value for name, value in values.items() if f"${name}" in sql}
    return release.rows(f"select * from ({sql}) order by series, period, region_code", named)


def is_lowest(grade: str | None) -> bool:
    """Whether only the interval is given."""
    return grade == LOWEST


def _query(subject: Subject, measure: str) -> tuple[str, dict[str, Any]]:
    if measure in PENSION:
        if subject.code is None:
            return _PENSION_SET, {"taxonomy_id": subject.taxonomy_id, "set_id": subject.set_id}
        bounds = measure == "insured"
        text = _PENSION_INDUSTRY.format(
            value=measure,
            low="insured_low" if bounds else "null::bigint",
            high="insured_high" if bounds else "null::bigint",
        )
        return text, {"code": subject.code}
    if subject.code is not None:
        return _INDUSTRY, {"code": subject.code}
    if subject.combination is not None:
        return _COMBINATION, {
            "taxonomy_id": subject.taxonomy_id,
            "combination": subject.combination,
        }
    if subject.industry is not None:
        return _LAYER_INDUSTRY, {
            "taxonomy_id": subject.taxonomy_id,
            "layer": subject.layer,
            "industry": subject.industry,
        }
    return _LAYER, {
        "taxonomy_id": subject.taxonomy_id,
        "layer": subject.layer,
        "counting": subject.counting,
        "overlap_rule": subject.overlap_rule,
    }
