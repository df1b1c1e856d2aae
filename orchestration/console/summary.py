"""What a refresh says at its end: the release, its inputs, its marts, the checks, and the headline."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from orchestration.console.tables import print_table
from orchestration.console.text import say
from orchestration.progress import Event
from orchestration.release.catalog import ReleaseRecord
from orchestration.release.headline import headline


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
    print_table(["mart", "rows"], list(record.marts.items()), title="Marts")
    say(f"\n{record.checks} checks of the gate passed.\n")
    print_table(
        ["Seoul's share of the nation", "measure", "first", "latest"],
        headline(folder / "marts.duckdb"),
        title="Headline",
    )
    if stages:
        print_table(
            ["stage", "seconds", "outcome"],
            [[e.stage, round(e.seconds, 2), e.detail] for e in _in_groups(stages)],
            title="Stages",
        )


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
