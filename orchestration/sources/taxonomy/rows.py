"""Check the rows of a taxonomy, whatever file they come from, and make staged rows of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.contracts import taxonomy_form
from orchestration.errors import TaxonomyRefused
from orchestration.lake.reference import ksic_parents, ksic_revisions
from orchestration.sources.plain_text import plain_text
from orchestration.sources.taxonomy.levels import check_levels

Fault = tuple[str, str]
"""What is wrong with a row, and what to do."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_RULE = "use lower case letters, digits and underscores, beginning with a letter"


def check_rows(
    records: Sequence[tuple[int, Mapping[str, str]]], name: str, *, has_zeros: bool = False
) -> list[dict[str, Any]]:
    """The rows as staged, without provenance and metadata, each with its line as `raw_row`.

    `records` have the columns of `taxonomy_form`; `name` is the file in messages; with
    `has_zeros` no code has lost a leading zero. Raises
    `TaxonomyRefused` for the first row that cannot be accepted.
    """
    taxonomy_id = records[0][1]["taxonomy_id"]
    keeps_zeros = has_zeros or any(record["ksic_code"].startswith("0") for _, record in records)
    seen: dict[tuple[str, ...], int] = {}
    for line, record in records:
        fault = _find_fault(record, taxonomy_id)
        if not fault and not keeps_zeros:
            fault = _find_lost_zero(record["ksic_code"], record["ksic_revision"])
        key = tuple(record[c] for c in ("layer", "industry", "ksic_revision", "ksic_code"))
        if not fault and record["ksic_code"] and key in seen:
            fault = f"the same row is on line {seen[key]}", "remove one of the two"
        if fault:
            raise TaxonomyRefused(fault[0], where=f"{name} line {line}", remedy=fault[1])
        seen[key] = line
    if not any(record["ksic_code"] for _, record in records):
        raise TaxonomyRefused("no row has a ksic_code", where=name, remedy="assign codes to layers")
    check_levels(records, name)
    return [_staged(line, record) for line, record in records]


def _staged(line: int, record: Mapping[str, str]) -> dict[str, Any]:
    texts = {column: record[column] or None for column in record}
    has_code = bool(record["ksic_code"])
    return {
        **texts,
        "raw_row": line,
        "evidence": record["evidence"],
        "note": record["note"],
        "ksic_revision": record["ksic_revision"] if has_code else None,
        "coverage": (record["coverage"] or "full") if has_code else None,
        "part_share": float(record["part_share"]) if record["part_share"] else None,
    }


def _find_fault(record: Mapping[str, str], taxonomy_id: str) -> Fault | None:
    """What is wrong with a row; None if it is valid."""
    for column in ("taxonomy_id", "layer", "industry", "parent"):
        optional = column in taxonomy_form.OPTIONAL
        if not _NAME.fullmatch(record[column]) and not (optional and record[column] == ""):
            return f"{column} {_shown(record[column])} cannot be used as a name", _RULE
    if record["taxonomy_id"] != taxonomy_id:
        return f"a second taxonomy_id {record['taxonomy_id']}", "a file has one taxonomy"
    if record["industry"] == taxonomy_form.WHOLE_LAYER:
        return "industry all is a name that the marts use", "choose another name"
    if record["layer"] in taxonomy_form.RESERVED_LAYERS:
        return f"layer {record['layer']} is a name that the marts use", "choose another name"
    if record["ksic_code"]:
        return _find_code_fault(record)
    if record["coverage"] or record["part_share"]:
        return "coverage without a ksic_code", "write the ksic_code"
    if not any(record[column] for column in taxonomy_form.DESCRIBING):
        columns = ", ".join(taxonomy_form.DESCRIBING)
        return "a row without ksic_code that describes nothing", f"fill in ksic_code, or {columns}"
    return None


def _find_code_fault(record: Mapping[str, str]) -> Fault | None:
    """What is wrong with the KSIC code of a row and its coverage."""
    revision, code = record["ksic_revision"], record["ksic_code"]
    if revision not in ksic_revisions():
        known = ", ".join(ksic_revisions())
        return f"ksic_revision {_shown(revision)} is not known", f"use one of {known}"
    if not re.fullmatch(r"[0-9]{2,5}", code):
        what = f"ksic_code {_shown(code)} is not 2 to 5 digits"
        return what, "write only the digits (Excel removes a leading zero: 01110, not 1110)"
    if code not in ksic_parents(revision):
        return f"ksic_code {code} is not in KSIC {revision}", "correct the code or the revision"
    coverage, share = record["coverage"], record["part_share"]
    if coverage not in ("", *taxonomy_form.COVERAGES):
        return f"coverage {_shown(coverage)} is not known", "write full or part, or leave it empty"
    if share and coverage != "part":
        return "part_share of a code that is not partly covered", "write part as its coverage"
    if share and not (re.fullmatch(r"0?\.[0-9]{1,9}", share) and float(share) > 0):
        what = f"part_share {_shown(share)} is not a share"
        return what, "write a number between 0 and 1, such as 0.4, or leave it empty"
    return None


def _find_lost_zero(code: str, revision: str) -> Fault | None:
    """As `_find_fault`, for a class that is also a five-digit code without its leading zero.

    Spreadsheets remove leading zeros. A file in which any code begins with a zero did not lose them.
    """
    if len(code) != 4 or f"0{code}" not in ksic_parents(revision):
        return None
    below = sorted(c for c, parent in ksic_parents(revision).items() if parent == code)
    return (
        f"ksic_code {code} is a class, and also the five-digit code 0{code} without its zero",
        f"write 0{code}, or instead of the class its five-digit codes {', '.join(below)}",
    )


def _shown(text: str) -> str:
    return repr(plain_text(text, most=60))
