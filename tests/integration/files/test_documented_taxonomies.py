"""The example files of docs/taxonomies.md and of its Korean version are read as they are printed."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from orchestration.settings import PROJECT_ROOT
from orchestration.sources.taxonomy.dropped import read_beside
from orchestration.whatif import read_taxonomy

ENGLISH, KOREAN = (
    (PROJECT_ROOT / "docs" / name).read_text("utf-8")
    for name in ("taxonomies.md", "taxonomies.ko.md")
)


def blocks(document: str) -> list[tuple[str, str]]:
    """Language and text of each block of code."""
    return re.findall(r"```(\w+)\n(.*?)```", document, re.DOTALL)


def test_the_files_are_read(tmp_path: Path) -> None:
    files = [text for language, text in blocks(ENGLISH) if language == "csv"]
    read = []
    for text in files:
        path = tmp_path / "taxonomy.csv"
        path.write_text(text, "utf-8")
        read.append(read_taxonomy(path).to_pylist())
    assert [rows[0]["taxonomy_id"] for rows in read] == ["my_software", "robots"]
    codes = {row["ksic_code"]: row["part_share"] for row in read[1] if row["ksic_code"]}
    assert codes == {"29280": None, "28519": 0.2, "27192": None, "58222": None}


def test_the_file_beside_a_table_is_read() -> None:
    (text,) = (text for language, text in blocks(ENGLISH) if language == "yaml")
    assert read_beside(text.encode(), "table.xlsx.yml") == yaml.safe_load(text)


def test_both_languages_print_the_same_files() -> None:
    printed = [block for block in blocks(ENGLISH) if block[0] != "sh"]
    assert printed == [block for block in blocks(KOREAN) if block[0] != "sh"]
    for column in re.findall(r"^\| `(\w+)`.*\|$", ENGLISH, re.MULTILINE):
        assert f"`{column}`" in KOREAN
