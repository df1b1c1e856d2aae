"""Writes a comparison of two releases as Markdown (CHANGES.md); short even where every value differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from orchestration.release.change_log import LISTED
from orchestration.release.change_size import MEANING, SIZES
from orchestration.release.changes import SHOWN, Comparison, MartChange, ValueChange

MOST_PERIODS = 24
"""Latest periods that are listed one by one; earlier ones are summed up."""
MOST_CHARACTERS = 200
"""Longest text in a table; longer ones are cut."""
FIRST = "# Changes\n\nThis is the first release: there is nothing to compare it with.\n"


def to_markdown(comparison: Comparison, note: str = "") -> str:
    """The text of CHANGES.md; `note` is a first sentence about the releases that were compared."""
    return "\n".join(_lines(comparison, note)).rstrip() + "\n"


def _lines(comparison: Comparison, note: str) -> Iterator[str]:
    yield f"# Changes from {comparison.old_id} to {comparison.new_id}"
    yield ""
    if note:
        yield from (note, "")
    if not comparison.marts:
        yield "Nothing differs."
        return
    yield "| mart | rows added | rows removed | large | moderate | small |"
    yield "|---|---:|---:|---:|---:|---:|"
    for mart in comparison.marts:
        counts = [sum(mart.added_rows.values()), sum(mart.removed_rows.values())]
        counts += [mart.values.get(size, 0) for size in SIZES]
        yield f"| {mart.mart}{_marked(mart)} | " + " | ".join(f"{n:,}" for n in counts) + " |"
    yield ""
    yield from _structure(comparison)
    for size in SIZES:
        changed = [m for m in comparison.marts if m.values.get(size)]
        if changed:
            yield f"## {size.capitalize()} changes"
            yield f"{comparison.count(size):,} values: {MEANING[size]}."
            yield ""
        for mart in changed:
            examples = [e for e in mart.examples if e.size == size]
            yield from _values(mart.mart, mart.values[size], examples)
    yield from _listed(comparison)


def _listed(comparison: Comparison) -> Iterator[str]:
    """Says where all changes are listed, and how many are left out."""
    missing = [mart for mart in comparison.marts if mart.unlisted]
    if not missing:
        yield "Every change, value by value, is in changes.csv."
        return
    yield f"changes.csv lists the {LISTED:,} largest changes of each mart. Left out are:"
    yield ""
    yield from (f"- `{mart.mart}`: {mart.unlisted:,} smaller changes" for mart in missing)


def _marked(mart: MartChange) -> str:
    return {"added": " (new)", "removed": " (removed)", "changed": ""}[mart.kind]


def _structure(comparison: Comparison) -> Iterator[str]:
    """Marts, columns and rows that were added or removed."""
    lines = []
    for mart in comparison.marts:
        if mart.kind != "changed":
            lines.append(f"- `{mart.mart}`: the mart was {mart.kind}")
        if mart.key_changed:
            lines.append(f"- `{mart.mart}`: its key changed, so rows cannot be compared")
        for what, columns in (("added", mart.added_columns), ("removed", mart.removed_columns)):
            if columns:
                lines.append(f"- `{mart.mart}`: columns {what}: {', '.join(columns)}")
        for what, rows in (("added", mart.added_rows), ("removed", mart.removed_rows)):
            if sum(rows.values()) and mart.kind == "changed":
                lines.append(f"- `{mart.mart}`: rows {what}: {_by_period(rows)}")
    if lines:
        yield "## Marts, columns and rows"
        yield from (*lines, "")


def _by_period(rows: Mapping[str, int]) -> str:
    listed = [f"{count:,} for {when}" if when else f"{count:,}" for when, count in rows.items()]
    if len(listed) <= MOST_PERIODS:
        return ", ".join(listed)
    more, earlier = len(listed) - MOST_PERIODS, list(rows.values())[:-MOST_PERIODS]
    return f"{sum(earlier):,} for {more} earlier periods, {', '.join(listed[-MOST_PERIODS:])}"


def _values(mart: str, count: int, examples: list[ValueChange]) -> Iterator[str]:
    shown = f", the {SHOWN} largest" if count > SHOWN else ""
    yield f"### {mart}: {count:,}{shown}"
    yield ""
    yield "| key | column | old | new | change |"
    yield "|---|---|---:|---:|---:|"
    for example in examples:
        change = f"{example.relative:.2%}" if example.relative is not None else ""
        cells = (example.key, example.column, example.old, example.new, change)
        yield "| " + " | ".join(_cell(c) for c in cells) + " |"
    yield ""


def _cell(value: str | None) -> str:
    if value is None:
        return "–"
    value = value if len(value) <= MOST_CHARACTERS else f"{value[:MOST_CHARACTERS]}…"
    return value.replace("|", "\\|").replace("\n", " ")
