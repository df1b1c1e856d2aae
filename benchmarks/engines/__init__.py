"""The same work in five ways: `cells` (microdata to cells) and `shares` (cells to shares of the nation).

Each module has both functions; each returns what tells that the work was the same: rows and sums.
"""

from __future__ import annotations

from typing import NamedTuple

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


class Outcome(NamedTuple):
    """Rows of the result and two sums over it; floats are rounded for the comparison."""

    rows: int
    first: float
    second: float


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


def shares_sql(cells: str) -> str:
    """Each cell's share of the nation and location quotient."""
    return f"""
        with cells as ({cells})
        select cell.year, cell.region_code, cell.ksic_code, cell.measure,
            cell.value * 1e0 / nullif(nation.value, 0) as share,
            (cell.value * 1e0 / nullif(region.value, 0))
            / nullif(nation.value * 1e0 / nullif(total.value, 0), 0) as location_quotient
        from cells as cell
        left join cells as nation
            on cell.year = nation.year and cell.measure = nation.measure
            and cell.ksic_code = nation.ksic_code and nation.region_code = '00'
        left join cells as region
            on cell.year = region.year and cell.measure = region.measure
            and cell.region_code = region.region_code and region.ksic_code = 'TOTAL'
        left join cells as total
            on cell.year = total.year and cell.measure = total.measure
            and total.region_code = '00' and total.ksic_code = 'TOTAL'"""


def cells_outcome_sql(relation: str) -> str:
    return f"select count(*), sum(establishments), sum(employees) from {relation}"


def shares_outcome_sql(relation: str) -> str:
    return f"select count(*), sum(share), sum(location_quotient) from {relation}"
