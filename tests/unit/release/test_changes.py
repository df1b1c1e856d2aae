"""The comparison of two releases, and its Markdown."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from orchestration.errors import ReleaseError
from orchestration.release import change_slices
from orchestration.release.changes import compare
from orchestration.release.changes_markdown import to_markdown
from orchestration.storage.files import write_json


def release(folder: Path, marts: dict[str, tuple[list[str], str]]) -> Path:
    """A folder with Parquet files and datapackage.json; `marts` has the key and row query of each mart."""
    (folder / "parquet").mkdir(parents=True)
    for mart, (_, query) in marts.items():
        duckdb.sql(f"copy ({query}) to '{folder}/parquet/{mart}.parquet' (format parquet)")
    package = {
        "resources": [
            {"title": mart, "schema": {"primaryKey": key}} for mart, (key, _) in marts.items()
        ]
    }
    write_json(folder / "datapackage.json", package)
    return folder


def values(rows: str, columns: str = "year, code, value, name") -> str:
    return f"select * from (values {rows}) as t({columns})"


KEY = ["year", "code"]
OLD = values(
    "(2022, 'a', 100.0, 'x'), (2022, 'b', 100.0, 'x'), (2022, 'c', 100.0, 'x'), (2022, 'd', 0, 'x'),"
    " (2022, 'e', null, 'x'), (2022, 'f', 5, 'x'), (2022, 'g', 5, 'old'), (2021, 'z', 1, 'x')"
)
NEW = values(
    "(2022, 'a', 110.0, 'x'), (2022, 'b', 101.0, 'x'), (2022, 'c', 100.9, 'x'), (2022, 'd', 1, 'x'),"
    " (2022, 'e', 7, 'x'), (2022, 'f', null, 'x'), (2022, 'g', 5, 'new'), (2023, 'z', 1, 'x')"
)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return release(tmp_path / "old", {"sizes": (KEY, OLD), "gone": (["k"], "select 1 as k")})


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return release(tmp_path / "new", {"sizes": (KEY, NEW), "fresh": (["k"], "select 1 as k")})


def test_values_by_size(old: Path, new: Path) -> None:
    found = {m.mart: m for m in compare(old, new).marts}
    assert {m: found[m].kind for m in found} == {
        "fresh": "added",
        "gone": "removed",
        "sizes": "changed",
    }
    sizes = found["sizes"]
    assert sizes.values == {"large": 4, "moderate": 2, "small": 1}
    assert (sizes.added_rows, sizes.removed_rows) == ({"2023": 1}, {"2021": 1})
    by_code = {e.key.split("code=")[1]: e for e in sizes.examples}
    assert {code: e.size for code, e in by_code.items()} == {
        "a": "large",  # exactly a tenth
        "b": "moderate",  # exactly a hundredth
        "c": "small",
        "d": "large",  # leaves zero
        "e": "large",  # appears
        "f": "large",  # goes
        "g": "moderate",  # a text
    }
    assert (by_code["a"].old, by_code["a"].new) == ("100.0", "110.0")
    assert by_code["a"].relative == pytest.approx(0.1)
    assert (by_code["f"].old, by_code["f"].new, by_code["f"].relative) == ("5.0", None, None)


def test_changes_as_markdown(old: Path, new: Path) -> None:
    text = to_markdown(compare(old, new), "A note.")
    assert text.startswith("# Changes from old to new\n\nA note.\n")
    assert "| sizes | 1 | 1 | 4 | 2 | 1 |" in text
    assert "- `gone`: the mart was removed" in text
    assert "- `sizes`: rows added: 1 for 2023" in text
    assert "## Large changes\n4 values" in text
    assert "| year=2022 code=a | value | 100.0 | 110.0 | 10.00% |" in text
    assert "| year=2022 code=f | value | 5.0 | – |  |" in text


def test_every_change_is_in_changes_csv(old: Path, new: Path, tmp_path: Path) -> None:
    details = tmp_path / "changes.csv"
    compare(old, new, details=details)
    assert details.read_bytes().startswith(b"\xef\xbb\xbfmart,kind,size,key,")
    rows = duckdb.sql(
        f"select kind, count(*) from '{details}' group by all order by all"
    ).fetchall()
    assert rows == [("added", 1), ("changed", 7), ("removed", 1)]


def test_nothing_differs(old: Path) -> None:
    comparison = compare(old, old, new_id="same")
    assert comparison.marts == []
    assert "Nothing differs." in to_markdown(comparison)
    assert comparison.to_json() == {"old_id": "old", "new_id": "same", "marts": []}


def test_columns_and_types_may_differ(old: Path, tmp_path: Path) -> None:
    query = f"select year, code, cast(value as bigint) as value, 1 as more from ({OLD})"
    other = release(tmp_path / "other", {"sizes": (KEY, query)})
    sizes = {m.mart: m for m in compare(old, other).marts}["sizes"]
    assert (sizes.added_columns, sizes.removed_columns, sizes.values) == (["more"], ["name"], {})


def test_marts_with_different_keys_are_not_compared_by_row(old: Path, tmp_path: Path) -> None:
    other = release(tmp_path / "other", {"sizes": ([*KEY, "name"], NEW)})
    sizes = {m.mart: m for m in compare(old, other).marts}["sizes"]
    assert sizes.key_changed
    assert sizes.added_rows == {"": 8}


def test_nulls_in_a_key_are_equal(tmp_path: Path) -> None:
    one = values("(2022, null, 1, 'x')")
    other = values("(2022, null, 2, 'x')")
    first = release(tmp_path / "a", {"m": (KEY, one)})
    second = release(tmp_path / "b", {"m": (KEY, other)})
    assert compare(first, second).marts[0].values == {"large": 1}


LONG = (
    "select 2000 + i // 100 as year, i % 100 as code, cast({value} as double) as value, 'x' as name"
    " from range(3000) r (i)"
)


@pytest.fixture
def years(tmp_path: Path) -> tuple[Path, Path]:
    """Thirty years of a hundred rows: one differs, one is removed, and rows without a year are added."""
    old = LONG.format(value="1000")
    new = LONG.format(value="1000 + case when i // 100 = 7 then 10 * (i % 100) else 0 end")
    added = "union all select null, code, cast(1 as double), 'x' from range(2) r (code)"
    return (
        release(tmp_path / "old", {"m": (KEY, old)}),
        release(tmp_path / "new", {"m": (KEY, f"from ({new}) where year <> 2003 {added}")}),
    )


@pytest.mark.parametrize("rows", [1, 150, 1000])
def test_a_large_mart_is_compared_in_slices(
    years: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    whole = compare(*years, details=tmp_path / "whole.csv")
    assert whole.marts[0].removed_rows == {"2003": 100}
    assert sum(whole.marts[0].added_rows.values()) == 2
    assert whole.marts[0].values == {"large": 90, "moderate": 9}
    monkeypatch.setattr(change_slices, "SLICE_ROWS", rows)
    assert compare(*years, details=tmp_path / "sliced.csv") == whole
    assert (tmp_path / "sliced.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_only_differing_periods_are_compared(
    years: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change_slices, "SLICE_ROWS", 150)
    old, new = (f"read_parquet('{folder}/parquet/m.parquet')" for folder in years)
    with duckdb.connect() as connection:
        found = list(change_slices.find_slices(connection, old, new, "year"))
    assert found == ["\"year\" = '2003'", '"year" = \'2007\' or "year" is null']


def test_the_largest_changes_are_listed_and_the_others_counted(
    years: tuple[Path, Path], tmp_path: Path
) -> None:
    details = tmp_path / "changes.csv"
    comparison = compare(*years, details=details, listed=95)
    (mart,) = comparison.marts
    assert mart.values == {"large": 90, "moderate": 9}
    assert mart.unlisted == 99 + 100 + 2 - 95
    listed = duckdb.sql(f"select size, count(*) from '{details}' group by all order by all")
    assert listed.fetchall() == [("large", 90), ("moderate", 5)]
    assert "- `m`: 106 smaller changes" in to_markdown(comparison)


def test_the_text_stays_short(tmp_path: Path) -> None:
    text = values(f"(2022, 'a', 1, '{'x' * 5000}')")
    rows = "select 1900 + i as year, 'b' as code, 1 as value, 'x' as name from range(100) r (i)"
    first = release(tmp_path / "a", {"m": (KEY, values("(2022, 'a', 1, 'y')"))})
    second = release(tmp_path / "b", {"m": (KEY, f"{text} union all {rows}")})
    written = to_markdown(compare(first, second))
    assert "rows added: 76 for 76 earlier periods, 1 for 1976, 1 for 1977" in written
    assert len(written) < 2000


def test_not_a_release(old: Path, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match=r"datapackage\.json is missing"):
        compare(old, tmp_path)


def test_old_values_of_suppressed_cells_are_not_shown(tmp_path: Path) -> None:
    """A value that is no longer disclosed is counted as a change, without its old value."""
    columns = "year, code, value, low, status"
    before = values(
        "(2022, 'a', 12, 12, 'observed'), (2022, 'b', 34, 34, 'observed'), (2022, 'c', 5, 5, 'observed')",
        columns,
    )
    after = values(
        "(2022, 'a', null, null, 'suppressed'), (2022, 'b', null, 30, 'bounded'),"
        " (2022, 'c', 6, 6, 'observed')",
        columns,
    )
    old = release(tmp_path / "a", {"cells": (KEY, before)})
    new = release(tmp_path / "b", {"cells": (KEY, after)})
    details = tmp_path / "changes.csv"
    (found,) = compare(old, new, details=details).marts
    assert sum(found.values.values()) == 8
    text = details.read_text("utf-8-sig")
    assert "12" not in text
    assert "34" not in text
    assert ",5,6," in text
    assert "observed,suppressed" in text
