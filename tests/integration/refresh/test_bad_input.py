"""Bad input: one clear line, a non-zero exit, and the current release exactly as it was."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from orchestration.settings import PROJECT_ROOT
from orchestration.storage.files import tree_digest
from tests.conftest import run_smartcity

Rows = list[dict[str, Any]]
SAMPLE = PROJECT_ROOT / "data_lake" / "sample"


def rewrite(sample: Path, change: Callable[[Rows], Any]) -> None:
    """Change the rows of the bundled answer of 2023."""
    path = sample / "kosis_census" / "2023.json.gz"
    rows = json.loads(gzip.decompress(path.read_bytes()))
    changed = change(rows)
    path.write_bytes(gzip.compress(json.dumps(changed, ensure_ascii=False).encode()))


def truncated(sample: Path) -> None:
    path = sample / "kosis_census" / "2023.json.gz"
    path.write_bytes(path.read_bytes()[:9000])


def error_object(sample: Path) -> None:
    rewrite(sample, lambda rows: {"err": "31", "errMsg": "조회결과가 40,000셀을 초과하였습니다"})


def column_renamed(sample: Path) -> None:
    rewrite(
        sample,
        lambda rows: [{("VALUE" if k == "DT" else k): v for k, v in r.items()} for r in rows],
    )


def duplicate_row(sample: Path) -> None:
    rewrite(sample, lambda rows: [*rows, rows[17]])


def unknown_code(sample: Path) -> None:
    rewrite(sample, lambda rows: [*rows, {**rows[17], "C2": "J57"}])


def parts_do_not_add_up(sample: Path) -> None:
    def change(rows: Rows) -> Rows:
        for row in rows:
            if row["C1"] == "11" and row["C2"] == "J62" and row["ITM_ID"] == "T2":
                row["DT"] = str(int(row["DT"]) + 1)
        return rows

    rewrite(sample, change)


def unknown_taxonomy_code(sample: Path) -> None:
    path = sample / "taxonomies" / "smart_city_2021.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines.insert(3, "smart_city_2021,infrastructure,software,10,58299,named,no such code")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


CASES: list[tuple[Callable[[Path], None], str]] = [
    (truncated, "SC201 the response is truncated or damaged"),
    (error_object, "SC201 KOSIS returned error 31 instead of rows: 조회결과가"),
    (column_renamed, "SC201 column DT is missing; column VALUE is new"),
    (duplicate_row, "SC201 duplicate row: 2 rows for one cell"),
    (unknown_code, "SC201 industry code 'J57' is not in KSIC 10"),
    (parts_do_not_add_up, "SC201 the industries below add up to"),
    (
        unknown_taxonomy_code,
        "SC204 ksic_code 58299 is not in KSIC 10 | at smart_city_2021.csv line 4",
    ),
]


@pytest.mark.parametrize(("break_it", "message"), CASES, ids=[c[0].__name__ for c in CASES])
def test_bad_input_is_refused(
    lake: Path, tmp_path: Path, break_it: Callable[[Path], None], message: str
) -> None:
    sample = shutil.copytree(SAMPLE, tmp_path / "sample")
    break_it(sample)
    before = tree_digest(lake / "releases", ("**/*",))

    done = run_smartcity(lake, "refresh", SMARTCITY_SAMPLE=str(sample))

    assert done.returncode != 0
    errors = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    assert len(errors) == 1, done.stderr
    assert errors[0].startswith(f"error: {message}"), errors[0]
    assert " | at " in errors[0]
    assert " | to do: " in errors[0]
    assert "Traceback" not in done.stderr
    assert tree_digest(lake / "releases", ("**/*",)) == before
    assert list((lake / "quarantine").rglob("reason.txt"))


def test_what_was_refused_heals_with_good_input(lake: Path, tmp_path: Path) -> None:
    sample = shutil.copytree(SAMPLE, tmp_path / "sample")
    truncated(sample)
    assert run_smartcity(lake, "refresh", SMARTCITY_SAMPLE=str(sample)).returncode != 0
    done = run_smartcity(lake, "refresh", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["new"] is False
