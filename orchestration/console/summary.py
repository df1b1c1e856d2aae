"""Prints the summary of a release: inputs, marts, checks, headline, and the stages and notes of the run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from orchestration.console.tables import print_table
from orchestration.console.text import print_text, print_to_stderr
from orchestration.progress import Event
from orchestration.release.catalog import ReleaseRecord
from orchestration.release.headline import read_headline


def print_summary(record: ReleaseRecord, folder: Path, stages: Sequence[Event], new: bool) -> None:
    """Print the summary of the release `record` in `folder` to the standard output.

    `stages` are the events of the run, empty without a run. `new` is whether the run published the release.
    The address of the pages comes last.
    """
    unchanged = "nothing new; still current" if stages else "current"
    state = "published" if new else unchanged
    print_text(f"\nRelease {record.name} ({state})\n{folder}\n")
    print_table(
        ["source", "period", "rows", "origin", "sha256"],
        [
            [i["source_id"], i["period"], i["rows"], i["origin"], i["sha256"][:12]]
            for i in record.inputs
        ],
        title="Inputs",
    )
    for line in map(_describe_suppressed, record.inputs):
        if line:
            print_text(line)
    print_table(["mart", "rows"], list(record.marts.items()), title="Marts")
    print_text(f"\n{record.checks} checks passed.\n")
    print_table(
        ["Seoul's share of the nation", "measure", "first", "latest"],
        read_headline(folder / "marts.duckdb"),
        title="Headline",
    )
    if dropped := [note for event in stages for note in event.notes]:
        columns = ("file", "status", "source", "reason", "remedy")
        print_table(
            ["file", "status", "source", "reason", "to do"],
            [[note[column] for column in columns] for note in dropped],
            title="Dropped files",
        )
    ended = [event for event in stages if event.kind != "noted"]
    if ended:
        print_table(
            ["stage", "seconds", "outcome"],
            [[e.stage, round(e.seconds, 2), e.detail] for e in _group_raw_stages(ended)],
            title="Stages",
        )
    if notes := unique_notes(stages):
        print_text("\nNotes:\n" + "\n".join(f"- {text}" for text in notes))
    print_text(f"\nPages: {(folder / 'report' / 'index.html').as_uri()}")
    print_text("`smartcity serve` shows them and the files of the release on a local web server.")


def unique_notes(events: Sequence[Event]) -> list[str]:
    """The notes of a run in order, each once."""
    return list(dict.fromkeys(event.detail for event in events if event.kind == "noted"))


def _describe_suppressed(source: Mapping[str, Any]) -> str:
    """The number of cells that this project suppressed in a source; '' if the publisher decides that."""
    primary, secondary = source.get("primary_suppressed"), source.get("secondary_suppressed")
    if primary is None or secondary is None:
        return ""
    return (
        f"{source['source_id']}: employees are suppressed in {primary + secondary:,} cells:"
        f" {primary:,} primary (too few establishments), {secondary:,} secondary (they would reveal a"
        " primary cell)."
    )


def print_dropped_files(stages: Sequence[Event]) -> None:
    """Print what happened to the dropped files of a failed run to the standard error, one line per file."""
    for event in stages:
        for note in event.notes:
            parts = [f"{note['file']}: {note['status']}", note["source"], note["reason"]]
            remedy = [f"to do: {note['remedy']}"] if note["remedy"] else []
            print_to_stderr(" | ".join([*filter(None, parts), *remedy]))


def _group_raw_stages(stages: Sequence[Event]) -> list[Event]:
    """The stages, with those of all sources combined into one stage `raw`."""
    raw = [e for e in stages if e.stage.startswith("raw/")]
    shown: list[Event] = []
    for event in stages:
        if event not in raw:
            shown.append(event)
        elif event is raw[0]:
            seconds = sum(e.seconds for e in raw)
            shown.append(Event("finished", "raw", f"{len(raw)} sources", seconds=seconds))
    return shown
