"""Paths and modules that the documents name exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from orchestration.settings import PROJECT_ROOT

DOCUMENTS = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "tests/*/README.md", "benchmarks/*.md")
    for path in PROJECT_ROOT.glob(pattern)
    if path.name != "CHANGELOG.md"
)
PATH = re.compile(
    r"`((?:orchestration|expectations|dbt_project|tests|tools|benchmarks|deploy|docs)/[^`\s]*)`"
)
MODULE = re.compile(r"`?python -m ((?:orchestration|expectations|tests|tools|benchmarks)[\w.]*)")


def expand(path: str) -> list[str]:
    """`a/{b,c}.py` as its two paths."""
    found = re.search(r"\{([^}]*)\}", path)
    if not found:
        return [path]
    return [
        one
        for choice in found[1].split(",")
        for one in expand(path[: found.start()] + choice + path[found.end() :])
    ]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: str(p.relative_to(PROJECT_ROOT)))
def test_paths_exist(document: Path) -> None:
    text = document.read_text("utf-8")
    missing = [
        path
        for written in PATH.findall(text)
        for path in expand(written.split("#")[0].split("::")[0])
        if not list(PROJECT_ROOT.glob(re.sub(r"<[^>]*>", "*", path).rstrip("/")))
    ]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: str(p.relative_to(PROJECT_ROOT)))
def test_modules_exist(document: Path) -> None:
    for module in MODULE.findall(document.read_text("utf-8")):
        path = PROJECT_ROOT / module.rstrip(".").replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), module
