"""The same work in five ways: `cells` (microdata to cells) and `shares` (cells to the mart industry_share).

Each module has both functions; each returns what tells that the work was the same: rows and sums. `cells`
takes a CSV file, `shares` a folder with staged/*.parquet (cells), codes.parquet and regions.parquet.
"""

from __future__ import annotations

COLUMNS = 31
USED = {
    "province": 1,
    "district": 2,
    "section": 8,
    "division": 9,
    "group": 10,
    "employees": 12,
    "class": 29,
    "subclass": 30,
}
"""Positions of the columns that the work needs."""

LEVELS = ("code_1", "code_2", "code_3", "code_4", "code_5")
REGIONS = ("province", "region")


Outcome = tuple[float, ...]
"""Rows of the result and sums over it, the same in every engine but for the last digits of a float."""

MART = (
    "series", "year", "region_code", "ksic_revision", "ksic_code", "level", "measure", "value", "status",
    "national_value", "share_of_nation", "share_of_region", "location_quotient", "rank_in_nation",
    "region_level", "region_name_ko", "region_name_en", "industry_name_ko", "industry_name_en", "source_id",
)  # fmt: skip
"""Columns of the mart industry_share: every engine makes all of them. The others rank the published values
alone; ours also bounds each rank by the values that are not disclosed (rank_low, rank_high)."""


SUMMED = ("value", "national_value", "share_of_nation", "share_of_region", "location_quotient")
NAMED = ("region_name_en", "industry_name_en")
"""What the outcome of `shares` sums: the computed columns but the ranks, and the lengths of the names."""


def grouping_sets() -> str:
    """Nation, province and district by total and the five levels of the classification."""
    regions = [REGIONS[:n] for n in range(3)]
    industries = [LEVELS[:n] for n in range(6)]
    return ", ".join(f"({', '.join((*r, *i))})" for r in regions for i in industries)


def cells_sql(source: str) -> str:
    """Cells from rows with province, region, code_1 to code_5 and employees, for DuckDB and Spark."""
    return f"""
        with summed as (
            select coalesce(region, province, '00') as region_code,
                coalesce(code_5, code_4, code_3, code_2, code_1, 'TOTAL') as ksic_code,
                sum(establishments) as establishments, sum(employees) as employees
            from (
                select province, region, code_1, code_2, code_3, code_4, code_5,
                    count(*) as establishments, sum(employees) as employees
                from ({source}) as placed
                group by province, region, code_1, code_2, code_3, code_4, code_5
            ) as finest
            group by grouping sets ({grouping_sets()})
        )
        select region_code, ksic_code, establishments,
            case when establishments >= 3 then employees end as employees
        from summed"""


def shares_sql() -> str:
    """The mart from `census_cells`, `codes` and `regions`, for DuckDB and Spark."""
    return f"""
        with cells as (select * from census_cells where status in ('observed', 'suppressed')),
        joined as (
            select cell.*, code.level, region.region_level,
                region.name_ko as region_name_ko, region.name_en as region_name_en,
                code.name_ko as industry_name_ko, code.name_en as industry_name_en,
                nation.value as national_value,
                cell.value * 1e0 / nullif(nation.value, 0) as share_of_nation,
                cell.value * 1e0 / nullif(whole.value, 0) as share_of_region,
                (cell.value * 1e0 / nullif(whole.value, 0))
                / nullif(nation.value * 1e0 / nullif(total.value, 0), 0) as location_quotient
            from cells as cell
            join codes as code
                on cell.ksic_revision = code.ksic_revision and cell.ksic_code = code.ksic_code
            left join regions as region on cell.region_code = region.region_code
            left join cells as nation
                on cell.series = nation.series and cell.year = nation.year
                and cell.measure = nation.measure and cell.ksic_code = nation.ksic_code
                and nation.region_code = '00'
            left join cells as whole
                on cell.series = whole.series and cell.year = whole.year
                and cell.measure = whole.measure and cell.region_code = whole.region_code
                and whole.ksic_code = 'TOTAL'
            left join cells as total
                on cell.series = total.series and cell.year = total.year
                and cell.measure = total.measure and total.region_code = '00'
                and total.ksic_code = 'TOTAL'
        ),
        ranked as (
            select *, case when value is not null and region_level <> 'nation' then rank() over (
                partition by series, year, ksic_code, measure, region_level
                order by value desc nulls last) end as rank_in_nation
            from joined
        )
        select {", ".join(MART)} from ranked"""


def cells_outcome_sql(relation: str) -> str:
    return f"select count(*), sum(establishments), sum(employees) from {relation}"


def shares_outcome_sql(relation: str) -> str:
    sums = [f"sum({name})" for name in SUMMED] + [f"sum(length({name}))" for name in NAMED]
    return f"select count(*), {', '.join(sums)} from {relation}"
