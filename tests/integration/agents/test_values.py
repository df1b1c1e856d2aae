"""Published, bounded and estimated values stay apart in every answer, also of queries and traces."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.integration.agents.test_questions import numbers
from tests.support.mcp_client import McpClient

SUBJECTS = (
    {},
    {"layer": "infrastructure"},
    {"layer": "common", "counting": "exclusive", "overlap_rule": "table_8"},
    {"taxonomy": "smart_city_divisions", "layer": "application"},
    {"layer_industry": "software"},
    {"combination": "A"},
    {"combination": "application + 범용기술", "measure": "establishments"},
    {"combination": "D", "measure": "insured"},
    {"industry": "J"},
    {"industry": "12"},
    {"industry": "62010"},
    {"industry": "62010", "measure": "insured"},
    {"layer": "total", "measure": "workplaces"},
)


def ranges(value: Any) -> Iterator[tuple[float, float]]:
    """The bounds and intervals of an observation, at any depth."""
    if isinstance(value, dict):
        if {"low", "high"} <= value.keys():
            yield value["low"], value["high"]
        for child in value.values():
            yield from ranges(child)
    elif isinstance(value, list) and len(value) == 2:
        yield value[0], value[1]


@pytest.mark.parametrize("subject", SUBJECTS, ids=str)
def test_no_answer_has_the_middle_of_bounds(subject: dict[str, str], client: McpClient) -> None:
    answer = client.ask("get_numbers", regions=["all"], years="all", limit=500, **subject)
    assert answer["observations"]
    for seen in answer["observations"]:
        middles = {(low + high) / 2 for low, high in ranges(seen) if low != high}
        assert middles.isdisjoint(numbers(seen)), seen
        known = seen["value"] is not None
        assert known != any(name in seen for name in ("bounds", "estimate")) or (
            seen["status"] == "suppressed"
        )
        if seen["status"] == "suppressed":
            assert "비공개" in seen["text"]
            assert set(numbers(seen)) == {float(seen["trace"]["key"]["year"])}
        assert {"period", "status", "source_id", "series"} <= seen.keys()


@pytest.mark.parametrize("subject", SUBJECTS[:4], ids=str)
def test_a_value_of_reliability_c_is_its_interval_only(
    subject: dict[str, str], client: McpClient, marts_file: Path
) -> None:
    answer = client.ask("get_numbers", regions=["all"], years="all", limit=500, **subject)
    graded = [
        (seen, estimate)
        for seen in answer["observations"]
        for estimate in (seen.get("estimate"), seen.get("share_of_nation", {}).get("estimate"))
        if estimate
    ]
    assert graded
    with duckdb.connect(str(marts_file), read_only=True) as connection:
        hidden = {
            number
            for row in connection.execute(
                "select estimate from smart_city_estimate where reliability = 'C' union"
                " select share_estimate from smart_city_estimate where reliability_in_nation = 'C'"
            ).fetchall()
            for number in row
        }
    for seen, estimate in graded:
        assert ("value" in estimate) == (estimate["reliability"] != "C")
        if estimate["reliability"] == "C":
            assert "구간만 제시" in seen["text"]
            assert hidden.isdisjoint({n for n in numbers(seen.get("estimate")) if n % 1}), seen


@pytest.mark.parametrize(
    "sql",
    [
        "select * from smart_city_estimate where reliability = 'C'",
        "select round(estimate) as e, cast(share_estimate as varchar) from smart_city_estimate"
        " where reliability = 'C' and reliability_in_nation = 'C'",
        "with t as (from industry_estimate) select max(estimate) from t where reliability = 'C'",
        "select estimate from main.industry_estimate where reliability = 'C'",
        "select estimate from v_smart_city_estimate_latest where reliability = 'C'",
    ],
)
def test_a_query_cannot_read_an_estimate_of_reliability_c(sql: str, client: McpClient) -> None:
    answer = client.ask("run_select", sql=sql, limit=1000)
    places = [
        place
        for place, name in enumerate(answer["columns"])
        if name in ("estimate", "e", "max(estimate)", "CAST(share_estimate AS VARCHAR)")
    ]
    assert places
    assert answer["rows"]
    assert {row[place] for row in answer["rows"] for place in places} == {None}
    assert any("신뢰등급 C" in note for note in answer["notes"])


@pytest.mark.parametrize(
    "sql",
    [
        "select estimate from marts.main.smart_city_estimate",
        "select estimate from marts.smart_city_estimate",
        "select * from query_table('marts.main.smart_city_estimate')",
        "select * from query('select 1')",
        "select (select max(estimate) from marts.main.industry_estimate) as m",
    ],
)
def test_the_views_cannot_be_passed_by(sql: str, client: McpClient) -> None:
    assert client.refusal("run_select", sql=sql).startswith("SC701 ")


def test_a_trace_does_not_tell_an_estimate_of_reliability_c(client: McpClient) -> None:
    answer = client.ask("get_numbers", regions=["35"], layer="infrastructure", years="2024")
    (seen,) = answer["observations"]
    assert seen["estimate"]["reliability"] == "C"
    traced = client.ask("trace_number", **seen["estimate"]["trace"])
    (figure,) = [f for f in traced["trace"]["figures"] if f["column"] == "estimate"]
    assert (figure["published"], figure["recomputed"], figure["operands"]) == (None, None, [])
    assert figure["agreement"] == "equal"
    assert traced["verdict"]["agrees"] is True


def test_every_observation_can_be_traced(client: McpClient) -> None:
    for subject in (
        {},
        {"industry": "62"},
        {"layer_industry": "software"},
        {"measure": "insured"},
        {"combination": "C"},
        {"combination": "C", "measure": "insured"},
    ):
        (seen,) = client.ask("get_numbers", regions=["11"], **subject)["observations"]
        traced = client.ask("trace_number", **seen["trace"])
        assert traced["verdict"]["agrees"] is True, subject


def test_a_limit_is_said(client: McpClient) -> None:
    numbers_ = client.ask("get_numbers", regions=["all"], industry="J", years="all", limit=7)
    assert len(numbers_["observations"]) == 7
    assert numbers_["limit"]["found"] == 90
    assert "83 more are not shown" in numbers_["limit"]["note"]
    found = client.ask("find_codes", words="제조업", limit=2)
    assert len(found["matches"]) == 2
    assert "more are not shown" in found["limit"]["note"]
    rows = client.ask("run_select", sql="select * from industry_share", limit=3)
    assert len(rows["rows"]) == 3
    assert "more rows" in rows["limit"]["note"]
    wide = client.ask("run_select", sql="select repeat('x', 5000) as x from range(500)", limit=500)
    assert len(wide["rows"]) == 100
    assert "more rows" in wide["limit"]["note"]
    assert any("2,000" in note for note in wide["notes"])


def test_a_missing_cell_is_named(client: McpClient) -> None:
    answer = client.ask("get_numbers", regions=["all"], industry="12", years="2021")
    have = {seen["region_code"] for seen in answer["observations"]}
    assert answer["missing"]["count"] == 18 - len(have)
    assert all(cell.split()[0] not in have for cell in answer["missing"]["cells"])


def test_merged_provinces_are_regions_of_the_pension_only(client: McpClient) -> None:
    pension = client.ask("get_numbers", regions=["all"], measure="insured")
    by_code = {seen["region_code"]: seen for seen in pension["observations"]}
    assert len(by_code) == 19
    assert by_code["24"]["whole_region_code"] == by_code["36"]["whole_region_code"] == "12"
    assert any("whole_region_code" in note for note in pension["notes"])
    census = client.ask("get_numbers", regions=["all"])
    assert len(census["observations"]) == 18
    assert "missing" not in census
    named = client.ask("get_numbers", regions=["전남광주통합특별시", "광주"])
    assert named["missing"]["cells"] == ["12 2024"]


def test_a_combination_has_the_numbers_of_its_marts(client: McpClient, marts_file: Path) -> None:
    for words in ("B", "infrastructure+general_purpose", "범용기술 + 스마트기반시설"):
        answer = client.ask("get_numbers", regions=["서울"], combination=words, years="2024")
        assert answer["subject"]["combination"] == "infrastructure+general_purpose"
    (seen,) = answer["observations"]
    with duckdb.connect(str(marts_file), read_only=True) as connection:
        (row,) = connection.execute(
            """select value_low, value_high, share_of_region_total_low, share_of_region_total_high,
                e.estimate, e.estimate_low_80, e.estimate_high_80, e.reliability
            from technology_overlap join smart_city_estimate as e
                using (taxonomy_id, series, year, region_code, combination, measure, value_low, value_high)
            where taxonomy_id = 'smart_city_2021' and region_code = '11' and year = 2024
                and combination = 'infrastructure+general_purpose' and measure = 'employees'"""
        ).fetchall()
    assert seen["bounds"] == {"low": row[0], "high": row[1]}
    assert seen["share_of_region_total"] == {"bounds": {"low": row[2], "high": row[3]}}
    assert seen["estimate"]["interval_80"] == [row[5], row[6]]
    assert seen["estimate"]["reliability"] == row[7]
    assert seen["estimate"].get("value") == (None if row[7] == "C" else row[4])
    traced = client.ask("trace_number", **seen["estimate"]["trace"])
    assert traced["verdict"]["agrees"] is True
    assert "스마트기반시설 + 범용기술에만 속하는 산업" in seen["text"]
    assert "지역의 분류 체계 합계 대비 비중" in seen["text"]


def test_a_combination_is_found_and_an_unknown_one_is_named(client: McpClient) -> None:
    found = client.ask("find_codes", words="활용기술", kind="taxonomy", limit=50)
    letters = {one.get("letter") for one in found["matches"] if one["kind"] == "combination"}
    assert {"A", "C", "D", None} <= letters
    for words in ("E", "infrastructure+drone"):
        assert client.refusal("get_numbers", combination=words).startswith("SC701 ")
    refusal = client.refusal("get_numbers", combination="A", layer="application")
    assert "combination" in refusal
