"""The recipes of CONTRIBUTING.md for a source, a mart and a figure, on a copy: nothing else is needed."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from orchestration.release.query import run_query
from tests.integration.project.conftest import ProjectCopy

ROWS = [  # synthetic: a plan that does not exist
    ("plan_id", "region_code", "plan_year", "budget_krw", "projects", "name_ko", "name_en"),
    ("p1", "11", "2024", "1200", "8", "시험 계획 1", "Test plan 1"),
    ("p2", "21", "2025", "450.5", "3", "시험 계획 2", "Test plan 2"),
]
DECLARATION = "orchestration/sources/declarations/test_plans.yml"
STAGED = "dbt_project/models/staging/_sources.yml"
PLAN_MART = "dbt_project/models/marts/reference/plan_budgets"
SIZE_MART = "dbt_project/models/marts/industry/establishment_size"
DOCUMENTS = ("docs/analysts.md", "docs/analysts.ko.md")
TEXTS = [f"orchestration/site/text/{name}.yml" for name in ("topic", "finding", "column")]


@pytest.fixture(scope="module")
def extended(project: ProjectCopy, tmp_path_factory: pytest.TempPathFactory) -> ProjectCopy:
    """The copy after a contributor has followed the recipes."""
    data = tmp_path_factory.mktemp("data") / "plans.csv"
    with data.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(ROWS)
    project.run("-m", "tools.new", "source", "test_plans", "--data", str(data))
    fill_in(project, DECLARATION)
    fill_in(project, STAGED)
    project.run("-m", "tools.new", "mart", "plan_budgets", "--from", "test_plans")
    project.run("-m", "tools.new", "mart", "establishment_size", "--from", "industry_share")
    write_marts(project)
    for document in DOCUMENTS:
        path = project.folder / document
        table = re.search(r"^\| .*`policy_targets`.*$", path.read_text("utf-8"), re.M)
        assert table
        row = "| Test | `plan_budgets`, `establishment_size` |"
        project.replace(document, table[0], f"{table[0]}\n{row}")
    project.run("-m", "tools.new", "figure", "plan_table", "--mart", "plan_budgets")
    write_figure(project)
    return project


def fill_in(project: ProjectCopy, path: str) -> None:
    """Replace the texts that a person has to write."""
    project.replace(path, "TODO: ", "")
    text = (project.folder / path).read_text(encoding="utf-8").replace("TODO", "test")
    (project.folder / path).write_text(text, encoding="utf-8")


def write_marts(project: ProjectCopy) -> None:
    """Add a ratio to each of the two marts: SQL, contract, trace formula and a check."""
    project.replace(
        f"{PLAN_MART}.sql",
        "    budget_krw,\n",
        "    budget_krw,\n    budget_krw / projects as krw_per_project,\n",
    )
    project.replace(
        f"{PLAN_MART}.yml",
        "      - name: projects\n",
        "      - name: krw_per_project\n        data_type: double\n"
        "        description: Budget per project, won\n"
        '        config: { meta: { ko: "사업당 예산(원)" } }\n      - name: projects\n',
    )
    project.replace(
        f"{PLAN_MART}.yml",
        "trace: test_plans",
        "trace:\n          budget_krw: test_plans.budget_krw()\n          projects: test_plans.projects()\n"
        "          plan_year: test_plans.plan_year()\n"
        "          krw_per_project: budget_krw / projects",
    )
    (project.folder / f"{SIZE_MART}.sql").write_text(SIZE_SQL, encoding="utf-8")
    project.replace(f"{SIZE_MART}.yml", *SIZE_KEY)
    text = (project.folder / f"{SIZE_MART}.yml").read_text(encoding="utf-8")
    head, columns = text.split("        trace:\n")[0], text.split("    data_tests:\n")[1]
    kept = [
        entry
        for entry in re.split(r"(?=^      - )", columns, flags=re.M)
        if re.search(r"unique_key|name: (series|year|region_code|ksic_code)\b", entry)
    ]
    (project.folder / f"{SIZE_MART}.yml").write_text(
        f"{head}{SIZE_TRACE}    data_tests:\n{''.join(kept)}{SIZE_COLUMNS}", encoding="utf-8"
    )
    for path in (f"{PLAN_MART}.yml", f"{SIZE_MART}.yml"):
        fill_in(project, path)
    for mart in ("plan_budgets", "establishment_size"):
        fill_in(project, f"expectations/suites/{mart}.yml")


SIZE_KEY = (
    "key: [series, year, region_code, ksic_code, measure]",
    "key: [series, year, region_code, ksic_code]",
)
SIZE_SQL = """\
select
    employees.series,
    employees.year,
    employees.region_code,
    employees.ksic_code,
    employees.value as employees,
    establishments.value as establishments,
    cast(employees.value as double) / nullif(establishments.value, 0) as employees_per_establishment
from {{ ref('industry_share') }} as employees
inner join {{ ref('industry_share') }} as establishments
    on
        employees.series = establishments.series and employees.year = establishments.year
        and employees.region_code = establishments.region_code
        and employees.ksic_code = establishments.ksic_code and establishments.measure = 'establishments'
where employees.measure = 'employees'
"""
SIZE_TRACE = """\
        trace:
          employees: "industry_share.value(measure='employees')"
          establishments: "industry_share.value(measure='establishments')"
          employees_per_establishment: "employees / establishments"
"""
SIZE_COLUMNS = "".join(
    f"      - name: {name}\n        data_type: {kind}\n        description: {english}\n"
    f'        config: {{ meta: {{ ko: "{korean}" }} }}\n'
    for name, kind, english, korean in (
        ("employees", "bigint", "Employees, persons", "종사자수(명)"),
        ("establishments", "bigint", "Establishments, number", "사업체수(개)"),
        (
            "employees_per_establishment",
            "double",
            "Employees per establishment",
            "사업체당 종사자수(명)",
        ),
    )
)


def write_figure(project: ProjectCopy) -> None:
    """Fill in the texts of the figure and place it on a page."""
    for path in (*TEXTS, "orchestration/site/figures/plan_table.py"):
        fill_in(project, path)
    page = "orchestration/site/pages/findings.py"
    project.replace(page, "    policy,\n", "    plan_table,\n    policy,\n")
    project.replace(
        page,
        "[policy.policy_targets(context), ",
        "[plan_table.plan_table(context), policy.policy_targets(context), ",
    )
    project.run("-m", "ruff", "format", "--no-cache", page)


@pytest.fixture(scope="module")
def lake(extended: ProjectCopy, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lake with a release of the extended project, after the project's own tests accept it.

    Tested are the rules of the project, the documents, the traces, and that every check of the new
    suites can fail.
    """
    folder = tmp_path_factory.mktemp("tests") / "base"
    extended.run("-m", "pytest", "-q", f"--basetemp={folder}", *TESTS, "-k", SELECTED)
    return folder / "bundled-lake"


TESTS = (
    "tests/unit/project",
    "tests/integration/release/test_suites_fail.py",
    "tests/integration/operations/test_analysts.py",
    "tests/integration/trace/test_sample.py",
)
SELECTED = "unit or plan_budgets or establishment_size or name_every_mart or 500_numbers"


def test_a_source_needs_two_files_and_a_mart_three(extended: ProjectCopy) -> None:
    source = {DECLARATION, STAGED, "data_lake/sample/test_plans.csv"}
    marts = {
        f"{PLAN_MART}.sql",
        f"{PLAN_MART}.yml",
        f"{SIZE_MART}.sql",
        f"{SIZE_MART}.yml",
        "expectations/suites/plan_budgets.yml",
        "expectations/suites/establishment_size.yml",
        *DOCUMENTS,
    }
    figure = {
        "orchestration/site/queries/plan_table.sql",
        "orchestration/site/figures/plan_table.py",
        "orchestration/site/pages/findings.py",
        *TEXTS,
    }
    assert extended.changed() == source | marts | figure


def test_the_linters_accept_it(extended: ProjectCopy) -> None:
    extended.run("-m", "ruff", "check", "--no-cache", "orchestration")
    written = ["orchestration/site/figures/plan_table.py"]
    extended.run("-m", "ruff", "format", "--no-cache", "--check", *written)
    extended.run("-m", "sqlfluff", "lint", f"{PLAN_MART}.sql", f"{SIZE_MART}.sql")


def test_the_release_contains_it(lake: Path) -> None:
    marts = lake / "releases" / "current" / "marts.duckdb"
    _, plans = run_query(
        marts, "select plan_id, budget_krw, krw_per_project from plan_budgets order by all"
    )
    assert plans == [("p1", 1200.0, 150.0), ("p2", 450.5, 450.5 / 3)]
    _, sizes = run_query(
        marts,
        "select employees, establishments, employees_per_establishment from establishment_size"
        " where year = 2020 and region_code = '11' and ksic_code = 'TOTAL'",
    )
    ((employees, establishments, ratio),) = sizes
    assert (employees, ratio) == (5_868_926, 5_868_926 / int(str(establishments)))
    _, described = run_query(
        marts,
        "select description_ko from data_dictionary where column_name = 'employees_per_establishment'",
    )
    assert described == [("사업체당 종사자수(명)",)]
    page = (lake / "releases" / "current" / "report" / "en" / "policy.html").read_text("utf-8")
    assert ">p1<" in page


@pytest.mark.parametrize(
    ("mart", "where", "columns"),
    [
        (
            "plan_budgets",
            "plan_id = 'p2'",
            ["plan_year", "budget_krw", "krw_per_project", "projects"],
        ),
        (
            "establishment_size",
            "year = 2020 and region_code = '11' and ksic_code = '62'",
            ["employees", "establishments", "employees_per_establishment"],
        ),
    ],
)
def test_every_number_of_it_is_traced(
    lake: Path, extended: ProjectCopy, mart: str, where: str, columns: list[str]
) -> None:
    printed = extended.run(
        "-m", "orchestration.cli", "trace", mart, "--where", where, "--json", lake=lake
    )
    trace = json.loads(printed)
    assert trace["agrees"] is True
    assert trace["snapshots"]
    assert trace["cells"]
    assert [figure["column"] for figure in trace["figures"]] == columns


def test_an_existing_file_is_not_overwritten(extended: ProjectCopy) -> None:
    before = extended.changed()
    message = extended.run(
        "-m", "tools.new", "mart", "plan_budgets", "--from", "test_plans", fails=True
    )
    assert "the file exists already" in message
    assert "Traceback" not in message
    assert extended.changed() == before
