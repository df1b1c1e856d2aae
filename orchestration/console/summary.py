"""What a refresh says at its end: the release, its inputs, its marts, the checks, and the headline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from orchestration.console.tables import print_table
from orchestration.console.text import say, warn
from orchestration.progress import Event
from orchestration.release.catalog import ReleaseRecord
from orchestration.release.headline import read_headline


def print_summary(record: ReleaseRecord, folder: Path, stages: Sequence[Event], new: bool) -> None:
    """Print it to the standard output."""
    state = "published" if new else "nothing new; still current"
    say(f"\nRelease {record.release_id} ({state})\n{folder}\n")
    print_table(
        ["source", "period", "rows", "how", "sha256"],
        [
            [i["source_id"], i["period"], i["rows"], i["origin"], i["sha256"][:12]]
            for i in record.inputs
        ],
        title="Inputs",
    )
    for line in map(_withheld, record.inputs):
        if line:
            say(line)
    print_table(["mart", "rows"], list(record.marts.items()), title="Marts")
    say(f"\n{record.checks} checks of the gate passed.\n")
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
            [[e.stage, round(e.seconds, 2), e.detail] for e in _in_groups(ended)],
            title="Stages",
        )
    if notes := notes_of(stages):
        say("\nTo note:\n" + "\n".join(f"- {text}" for text in notes))


def notes_of(events: Sequence[Event]) -> list[str]:
    """What a run noted, each once, in order."""
    return list(dict.fromkeys(event.detail for event in events if event.kind == "noted"))


def _withheld(source: Mapping[str, Any]) -> str:
    """How many cells of a source we suppressed, and why; '' where its publisher decides."""
    primary, secondary = source.get("primary_suppressed"), source.get("secondary_suppressed")
    if primary is None or secondary is None:
        return ""
    return (
        f"{source['source_id']}: employees of {primary + secondary:,} cells are suppressed, "
        f"{primary:,} on too few establishments and {secondary:,} that would give these away."
    )


def print_notes(stages: Sequence[Event]) -> None:
    """What a run that failed has to say of dropped files, one line each, on the standard error."""
    for event in stages:
        for note in event.notes:
            parts = [f"{note['file']}: {note['status']}", note["source"], note["reason"]]
            remedy = [f"to do: {note['remedy']}"] if note["remedy"] else []
            warn(" | ".join([*filter(None, parts), *remedy]))


def _in_groups(stages: Sequence[Event]) -> list[Event]:
    """The raw stages of all sources as one line."""
    raw = [e for e in stages if e.stage.startswith("raw/")]
    shown: list[Event] = []
    for event in stages:
        if event not in raw:
            shown.append(event)
        elif event is raw[0]:
            seconds = sum(e.seconds for e in raw)
            shown.append(Event("finished", "raw", f"{len(raw)} sources", seconds=seconds))
    return shown
