"""Questions of people to a language model with the server, the calls that answer them, and the truth.

`truth` is a query on the marts of the same release, written without the server: each of its numbers is in
the answer, and the answer `says` what a reader has to be told.

Print the transcript again: `python -m tests.support.agent_questions LAKE docs/agents.md`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.mcp_client import McpClient, connected

BEGIN, END = "<!-- transcript: begin -->", "<!-- transcript: end -->"
_MOST_SHOWN = 6


@dataclass(frozen=True)
class Question:
    """A question, the calls (tool and arguments) that answer it, and how the last answer is checked."""

    text: str
    calls: tuple[tuple[str, dict[str, Any]], ...]
    truth: str
    says: tuple[str, ...] = ()


QUESTIONS = (
    Question(
        "2024년 서울 스마트시티 산업 종사자 비중은?",
        (("get_numbers", {"regions": ["서울"], "years": "2024"}),),
        "select share_low, share_high, share_estimate, share_estimate_low_80, share_estimate_high_80"
        " from smart_city_estimate where taxonomy_id = 'smart_city_2021' and year = 2024"
        " and region_code = '11' and layer = 'total' and counting = 'inclusive'"
        " and overlap_rule = 'two_or_more' and combination = 'all' and measure = 'employees'",
        ("전국 대비 비중", "80 % 구간", "신뢰등급 A"),
    ),
    Question(
        "강남구가 아니라 경기도의 정보통신업 사업체 수 추이는?",
        (
            (
                "get_numbers",
                {
                    "regions": ["경기도"],
                    "industry": "정보통신업",
                    "measure": "establishments",
                    "years": "all",
                },
            ),
        ),
        "select value from industry_share where region_code = '31' and ksic_code = 'J'"
        " and measure = 'establishments'",
        ("공표값", "2020년", "2024년", "KSIC 차수"),
    ),
    Question(
        "2023년 컴퓨터 프로그래밍업 종사자가 부산과 대구 중 어디에 더 많은가?",
        (
            ("find_codes", {"words": "컴퓨터 프로그래밍", "kind": "industry", "limit": 3}),
            ("get_numbers", {"regions": ["부산", "대구"], "industry": "62", "years": "2023"}),
        ),
        "select value, share_of_nation from industry_share where region_code in ('21', '22')"
        " and ksic_code = '62' and measure = 'employees' and year = 2023",
        ("부산광역시", "대구광역시", "공표값"),
    ),
    Question(
        "2020년 서울의 담배 제조업 종사자는 몇 명인가?",
        (("get_numbers", {"regions": ["서울"], "industry": "담배 제조업(12)", "years": "2020"}),),
        "select null where (select status from industry_share where region_code = '11'"
        " and ksic_code = '12' and measure = 'employees' and year = 2020) = 'suppressed'",
        ("비공개(통계법에 따른 비밀보호)",),
    ),
    Question(
        "2024년 전라북도의 스마트기반시설 종사자는?",
        (("get_numbers", {"regions": ["전라북도"], "layer": "스마트기반시설", "years": 2024}),),
        "select value_low, value_high, estimate_low_80, estimate_high_80, share_estimate"
        " from smart_city_estimate where taxonomy_id = 'smart_city_2021' and year = 2024"
        " and region_code = '35' and layer = 'infrastructure' and counting = 'inclusive'"
        " and overlap_rule = 'two_or_more' and combination = 'all' and measure = 'employees'"
        " and reliability = 'C'",
        ("신뢰등급 C, 구간만 제시",),
    ),
    Question(
        "드론은 어느 계층의 산업이고, 서울의 국민연금 가입자는 몇 명인가?",
        (
            ("find_codes", {"words": "드론"}),
            (
                "get_numbers",
                {"regions": ["서울"], "layer_industry": "드론", "measure": "insured"},
            ),
        ),
        "select value_low, value_high from pension_share where region_code = '11'"
        " and taxonomy_id = 'smart_city_2021' and set_id = 'industry/application/drone'"
        " and measure = 'insured'",
        ("2026년 6월", "상·하한"),
    ),
    Question(
        "입지계수가 무엇이며, 2023년 대전 연구개발업의 입지계수는?",
        (
            ("explain_term", {"term": "입지계수"}),
            ("get_numbers", {"regions": ["대전"], "industry": "연구개발업", "years": "2023"}),
        ),
        "select value, location_quotient from industry_share where region_code = '25'"
        " and ksic_code = '70' and measure = 'employees' and year = 2023",
        ("입지계수",),
    ),
    Question(
        "2023년 출판업 종사자가 많은 시도를 순서대로 다섯 곳 알려 줘.",
        (
            (
                "run_select",
                {
                    "sql": "select region_name_ko, value, status, source_id from industry_share"
                    " where ksic_code = '58' and measure = 'employees' and year = 2023"
                    " and region_level = 'province' order by value desc nulls last limit 5"
                },
            ),
        ),
        "select value from industry_share where ksic_code = '58' and measure = 'employees'"
        " and year = 2023 and region_level = 'province' and rank_in_nation <= 5",
        ("서울특별시", "observed"),
    ),
    Question(
        "2023년 서울의 컴퓨터 프로그래밍업 종사자 수를 원자료에서 확인할 수 있나?",
        (
            (
                "trace_number",
                {
                    "mart": "industry_share",
                    "key": {
                        "series": "register",
                        "year": 2023,
                        "region_code": "11",
                        "ksic_code": "62",
                        "measure": "employees",
                    },
                },
            ),
        ),
        "select value, national_value, share_of_nation from industry_share where region_code = '11'"
        " and ksic_code = '62' and measure = 'employees' and year = 2023",
        ('"agrees": true', "DT_1K52D01"),
    ),
    Question(
        "2024년 시도별 스마트시티 산업 사업체의 전국 대비 비중을 모두 보여 줘.",
        (
            (
                "get_numbers",
                {"regions": ["전체"], "measure": "establishments", "years": "2024"},
            ),
        ),
        "select share_estimate_low_80, share_estimate_high_80 from smart_city_estimate"
        " where taxonomy_id = 'smart_city_2021' and year = 2024 and layer = 'total'"
        " and counting = 'inclusive' and overlap_rule = 'two_or_more' and combination = 'all'"
        " and measure = 'establishments'",
        ("제주특별자치도", "세종특별자치시"),
    ),
    Question(
        "2024년 서울에서 범용기술과 활용기술에 공통으로만 속하는 산업의 종사자는?",
        (
            (
                "get_numbers",
                {"regions": ["서울"], "combination": "범용기술+활용기술", "years": "2024"},
            ),
        ),
        "select value_low, value_high, estimate_low_80, estimate_high_80, share_estimate_low_80,"
        " share_estimate_high_80 from smart_city_estimate where taxonomy_id = 'smart_city_2021'"
        " and year = 2024 and region_code = '11' and combination = 'general_purpose+application'"
        " and measure = 'employees'",
        ("범용기술 + 활용기술에만 속하는 산업", "80 % 구간"),
    ),
)


def transcript(client: McpClient) -> str:
    """The session as Markdown: questions, calls, and the sentences of the answers."""
    lines: list[str] = []
    for number, question in enumerate(QUESTIONS, 1):
        lines += [f"**{number}. {question.text}**", "", "```text"]
        for name, arguments in question.calls:
            lines.append(f"> {name} {json.dumps(arguments, ensure_ascii=False)}")
            lines += _shown(list(_sentences(name, client.ask(name, **arguments))))
        lines += ["```", ""]
    return "\n".join(lines).rstrip()


def _shown(sentences: list[str]) -> list[str]:
    more = len(sentences) - _MOST_SHOWN
    return sentences[:_MOST_SHOWN] + ([f"… {more} more"] if more > 0 else [])


def _sentences(tool: str, answer: dict[str, Any]) -> Iterator[str]:
    match tool:
        case "get_numbers":
            yield from (seen["text"] for seen in answer["observations"])
        case "find_codes":
            for found in answer["matches"]:
                place = "/".join(found[n] for n in ("taxonomy_id", "layer") if n in found)
                yield f"{found['kind']} {found['code']} {found['name_ko']} {place}".rstrip()
        case "explain_term":
            yield from (f"{t['name_ko']}: {t['definition_ko']}" for t in answer["terms"])
        case "run_select":
            yield from (", ".join(map(str, row)) for row in answer["rows"])
        case "trace_number":
            for figure in answer["trace"]["figures"][:3]:
                yield f"{figure['column']} = {figure['published']}: {figure['agreement']}"
            for used in answer["trace"]["snapshots"]:
                yield f"{used['source_id']} {used['partition']} sha256 {used['sha256'][:12]}…"


def main() -> None:
    """Write the transcript into each document."""
    lake, *documents = map(Path, sys.argv[1:])
    with connected(lake) as client:
        printed = transcript(client)
    for document in documents:
        text = document.read_text("utf-8")
        before, _, rest = text.partition(BEGIN)
        after = rest.partition(END)[2]
        document.write_text(f"{before}{BEGIN}\n{printed}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
