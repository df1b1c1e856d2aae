"""The numbers that the warehouse has to show from the bundled data, against the published ones."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

Connection = duckdb.DuckDBPyConnection


def one(connection: Connection, sql: str, *values: Any) -> Any:
    row = connection.execute(sql, values).fetchall()
    assert len(row) == 1
    return row[0][0]


@pytest.mark.parametrize(("region", "expected"), [("00", 24_813_449), ("11", 5_868_926)])
def test_employees_of_all_industries_2020(bundled: Connection, region: str, expected: int) -> None:
    sql = """select value from industry_share
        where year = 2020 and region_code = ? and ksic_code = 'TOTAL' and measure = 'employees'"""
    assert one(bundled, sql, region) == expected


@pytest.mark.parametrize(
    ("code", "year", "percent"),
    [("62", 2020, 63.7), ("62", 2023, 60.5), ("58", 2020, 62.3), ("41", 2020, 24.3)],
)
def test_share_of_seoul(bundled: Connection, code: str, year: int, percent: float) -> None:
    sql = """select share_of_nation from industry_share
        where year = ? and region_code = '11' and ksic_code = ? and measure = 'employees'"""
    assert round(100 * one(bundled, sql, year, code), 1) == percent


def test_sections_add_up_everywhere(bundled: Connection) -> None:
    rows = bundled.execute("""
        select year, region_code, measure,
               sum(value) filter (level = 'section') - sum(value) filter (level = 'total')
        from industry_share group by all
    """).fetchall()
    assert len(rows) == 5 * 18 * 2
    assert all(row[3] == 0 for row in rows)


def test_suppressed_cell_stays_suppressed(bundled: Connection) -> None:
    """C12 Seoul 2020 could be had by subtraction; it is published as the agency published it."""
    sql = """select status, value, share_of_nation, location_quotient, rank_in_nation
        from industry_share
        where year = 2020 and region_code = '11' and ksic_code = '12' and measure = 'employees'"""
    assert bundled.execute(sql).fetchall() == [("suppressed", None, None, None, None)]
    sql = """select count(*) from shift_share
        where region_code = '11' and ksic_code = '12' and from_year = 2020
          and measure = 'employees' and change is not null"""
    assert one(bundled, sql) == 0


@pytest.mark.parametrize(
    ("letter", "region", "measure", "value"),
    [
        ("A", "11", "employees", 104_552),
        ("B", "11", "employees", 100_042),
        ("C", "11", "employees", 4_703),
        ("D", "11", "employees", 0),
        ("A", "11", "establishments", 7_348),
        ("B", "11", "establishments", 5_532),
        ("C", "11", "establishments", 554),
        ("A", "00", "employees", 150_894),
        ("B", "00", "employees", 150_695),
        ("C", "00", "employees", 98_824),
        ("D", "00", "employees", 0),
        ("A", "00", "establishments", 11_685),
        ("B", "00", "establishments", 10_481),
        ("C", "00", "establishments", 4_406),
    ],
)
def test_overlap_of_the_report(
    bundled: Connection, letter: str, region: str, measure: str, value: int
) -> None:
    sql = """select value from report_overlap
        where combination_letter = ? and region_code = ? and measure = ?"""
    assert one(bundled, sql, letter, region, measure) == value


@pytest.mark.parametrize(
    ("letter", "column", "percent"),
    [
        ("A", "share_of_nation", 69.3),
        ("B", "share_of_nation", 66.4),
        ("C", "share_of_nation", 4.8),
        ("A", "share_of_region_total", 25.2),
        ("B", "share_of_region_total", 24.1),
    ],
)
def test_stated_percentages_confirmed(
    bundled: Connection, letter: str, column: str, percent: float
) -> None:
    sql = f"""select {column}, check_result from report_overlap
        where combination_letter = ? and region_code = '11' and measure = 'employees'"""
    share, result = bundled.execute(sql, [letter]).fetchall()[0]
    assert round(100 * share, 1) == percent
    assert result == "confirmed"


def test_layers_are_bounds_in_the_bundled_run(bundled: Connection) -> None:
    sql = """select count(*) from smart_city_scale
        where taxonomy_id = 'smart_city_2021' and region_code = '11' and layer = 'total'
          and (is_exact or resolution = 'leaf')"""
    assert one(bundled, sql) == 0
    sql = """select count(*) from smart_city_scale
        where taxonomy_id = 'smart_city_divisions' and is_exact <> (year <= 2023)"""
    assert one(bundled, sql) == 0, "2024 ends at sections"


class TestReproduction:
    def test_every_figure_is_confronted(self, bundled: Connection) -> None:
        rows = dict(
            bundled.execute(
                "select status, count(*) from published_reproduction group by status"
            ).fetchall()
        )
        assert sum(rows.values()) == one(bundled, "select count(*) from published_figures") == 180
        assert set(rows) == {"reproduced", "consistent", "needs_data"}

    def test_d_depends_on_the_rule(self, bundled: Connection) -> None:
        """Impossible under two_or_more, possible under table_8."""
        row = bundled.execute("""
            select published_value, status, verdict_two_or_more, verdict_table_8, finding_en, finding_ko
            from published_reproduction where figure_id = 'seoul_share_employees_combination_d'
        """).fetchone()
        assert row is not None
        assert row[:4] == (11.3, "consistent", "impossible", "holds")
        assert "Table 8 does not identify D" in row[4]
        assert "D를 알 수 없다" in row[5]
        overlap = bundled.execute("""
            select table_8_low, table_8_high, joint_high, check_result from report_overlap
            where combination_letter = 'D' and region_code = '11' and measure = 'employees'
        """).fetchall()
        assert overlap == [(0, 22_850, 2_847, "depends_on_rule")]

    def test_identities_are_counted_once(self, bundled: Connection) -> None:
        row = bundled.execute("""
            select count(*), count(*) filter (where is_first_of_identity),
                   count(distinct identity_id), count(*) filter (where basis = 'census')
            from published_reproduction where status = 'reproduced'
        """).fetchone()
        assert row == (60, 25, 25, 0)

    def test_sums_are_ten_identities(self, bundled: Connection) -> None:
        """Eight of Table 8 (two a region and measure), the AI market and the shares of the IoT market."""
        row = bundled.execute("""
            select count(*), count(distinct identity_id) from published_reproduction
            where status = 'reproduced' and (published_value <> 2.4 or unit <> 'times')
              and (identity_id like '%figure/korea%' or identity_id not like '%overlap%'
                   and unit in ('establishments', 'employees'))
        """).fetchone()
        assert row == (38, 10)

    @pytest.mark.parametrize(
        ("measure", "overlap"), [("employees", "1,362"), ("establishments", "170")]
    )
    def test_application_industries_overlap(
        self, bundled: Connection, measure: str, overlap: str
    ) -> None:
        sql = """select count(*) from published_reproduction
            where measure = ? and finding_en like '%three application industries%'
              and contains(finding_en, ?) and contains(finding_ko, ?)
              and computed_low <= published_value and published_value <= computed_high"""
        assert one(bundled, sql, measure, f"at least {overlap} ", overlap) == 3
        layer = one(
            bundled,
            """select value from report_table_8 where region_code = '11' and measure = ?
               and layer = 'application' and counting = 'inclusive'""",
            measure,
        )
        stated = one(
            bundled,
            """select sum(value) from report_figures where statistic = 'count'
               and region_code = '11' and layer = 'application' and industry is not null
               and measure = ?""",
            measure,
        )
        assert stated - layer == int(overlap.replace(",", ""))

    def test_the_other_statements_bound_what_needs_census_data(self, bundled: Connection) -> None:
        sql = """select status, basis, round(computed_low, 1), round(computed_high, 1), census_low
            from published_reproduction where figure_id = 'seoul_share_employees_software'"""
        assert bundled.execute(sql).fetchall() == [("consistent", "joint", 27.3, 82.3, None)]

    def test_every_figure_that_needs_data_has_the_bounds_of_its_kind(
        self, bundled: Connection
    ) -> None:
        sql = """select count(*) from published_reproduction where status = 'needs_data'
            and (basis <> 'definition' or computed_low is null or computed_from is null
                 or (computed_high is null and unit = 'percent' and figure_id not like '%growth%'))"""
        assert one(bundled, sql) == 0
