"""Writes the results of the gate: validation/index.html for people, validation/results.json for programs.

The page also has the numbers of the audit of suppressed cells.

The page loads nothing from other hosts, and the same results give the same bytes. (The Data Docs of Great
Expectations load styles and scripts from other hosts and contain the time of the run.)
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jinja2

from expectations.result import SuiteResult, from_json, to_json
from orchestration.storage.files import write_atomic, write_json

_TEMPLATES = Path(__file__).parent / "templates"


def write_validation_page(
    folder: Path, validation: Sequence[SuiteResult], audit: dict[str, Any]
) -> None:
    """Write results.json and index.html into `folder`/validation; `audit` is its summary."""
    write_json(folder / "validation" / "results.json", to_json(list(validation)))
    page = (
        _environment()
        .get_template("validation.html.j2")
        .render(suites=validation, counts=_counts(validation), audit=audit)
    )
    write_atomic(folder / "validation" / "index.html", page.encode())


def read_results(folder: Path) -> list[SuiteResult]:
    """The results of the gate in the release `folder`; empty where it has none."""
    path = folder / "validation" / "results.json"
    return from_json(json.loads(path.read_bytes())) if path.is_file() else []


def _counts(validation: Sequence[SuiteResult]) -> dict[str, int]:
    counts = dict.fromkeys(("passed", "held", "failed", "not_applicable"), 0)
    for suite in validation:
        for check in suite.checks:
            counts[check.outcome] += 1
    return counts


def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
