"""Commands that make something: refresh, withdraw, whatif, doctor."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from orchestration.commands.options import AsJson, Wait, catalog
from orchestration.console.text import say, say_json, warn
from orchestration.errors import ConfigurationError, SmartCityError
from orchestration.settings import load_settings


def refresh(
    source: Annotated[
        list[str] | None, typer.Option("--source", help="Ask this source alone; may be repeated.")
    ] = None,
    first: Annotated[str, typer.Option("--from", help="First period, as 2020 or 2023-11.")] = "",
    last: Annotated[str, typer.Option("--to", help="Last period.")] = "",
    again: Annotated[bool, typer.Option(help="Ask for periods that we have, too.")] = False,
    accept_smaller: Annotated[
        bool, typer.Option("--accept-smaller", help="Take a period with fewer rows than before.")
    ] = False,
    force: Annotated[bool, typer.Option(help="Run also where nothing is new.")] = False,
    engine: Annotated[
        Literal["duckdb", "spark"] | None, typer.Option(help="What builds the marts.")
    ] = None,
    wait: Wait = 0,
    as_json: AsJson = False,
) -> None:
    """Take the data through every stage to a published, validated release.

    Example: smartcity refresh --source kosis_census --from 2020 --to 2023
    """
    from orchestration.console.progress import shown_progress
    from orchestration.console.summary import notes_of, print_notes, print_summary
    from orchestration.contracts.window import Window
    from orchestration.freshness import nothing_new
    from orchestration.refresh.request import RefreshRequest

    if engine is not None:
        os.environ["SMARTCITY_ENGINE"] = engine
    request = RefreshRequest(
        tuple(source or ()), Window(first, last), again, accept_smaller, wait_seconds=wait
    )
    releases = catalog()
    before = releases.current_id()
    with shown_progress(quiet=as_json) as stages:
        try:
            if force or not request.is_plain or not nothing_new(load_settings()):
                from orchestration.launch import run_refresh_job

                run_refresh_job(request)
        except SmartCityError:
            print_notes(stages)
            raise
    current = releases.current()
    record = releases.record(current.name)
    new = current.name != before
    if as_json:
        dropped = [note for event in stages for note in event.notes]
        told = {**record.model_dump(), "folder": str(current), "new": new, "dropped": dropped}
        say_json({**told, "notes": notes_of(stages)})
        return
    try:
        print_summary(record, current, stages, new)
    except SmartCityError as error:  # the run is over: what is shown of it decides nothing
        warn(f"note: {error}")


def withdraw(
    source: Annotated[str, typer.Argument(help="The source, as errors and `status` name it.")],
    period: Annotated[str, typer.Argument(help="The period, as 2019 or 2024-04.")],
    wait: Wait = 0,
) -> None:
    """Let a period of a source no longer count. Its bytes stay; the next refresh goes on without it.

    Example: smartcity withdraw mdis_census 2019
    """
    from orchestration.lake.lock import lake_lock
    from orchestration.lake.raw_store import RawStore

    settings = load_settings()
    store = RawStore(settings.raw, settings.quarantine)
    with lake_lock(settings.lake, wait):
        active = store.active(source)
        if period not in active:
            raise ConfigurationError(
                f"{source} has nothing of {period!r} in force",
                where="withdraw",
                remedy=f"choose one of: {', '.join(active) or 'none'}",
            )
        store.withdraw(source, period)
    say(f"{source} {period} no longer counts; its files stay in {settings.raw / source / period}")


def doctor(as_json: AsJson = False) -> None:
    """Check versions, keys, reachability and disk, and say what to do.

    Exit status 1 where something stands in the way of a refresh.

    Example: smartcity doctor
    """
    from orchestration.console.tables import print_rows
    from orchestration.doctor import run_checks

    findings = run_checks(load_settings())
    rows = [[f.check, f.status, f.what, f.remedy] for f in findings]
    print_rows(["check", "status", "what", "to do"], rows, "json" if as_json else "table")
    if any(f.status == "problem" for f in findings):
        raise typer.Exit(1)


def repair(wait: Wait = 0, as_json: AsJson = False) -> None:
    """Make damaged records of the lake again from the rest of it, or put them aside.

    `doctor` lists what is damaged. Raw bytes and the files of releases are not changed.

    Example: smartcity repair
    """
    from orchestration.console.tables import print_rows
    from orchestration.lake.lock import lake_lock
    from orchestration.repair.repairs import repair as repair_lake

    settings = load_settings()
    with lake_lock(settings.lake, wait):
        done = repair_lake(settings, datetime.now(UTC))
    rows = [[str(r.damage.path), r.damage.what, r.outcome] for r in done]
    if rows or as_json:
        print_rows(["record", "what", "outcome"], rows, "json" if as_json else "table")
    else:
        say("nothing is damaged")


def whatif(
    file: Annotated[Path, typer.Argument(help="A taxonomy as CSV.", exists=True, dir_okay=False)],
    as_json: AsJson = False,
) -> None:
    """Build the marts for a taxonomy aside and say what would change; publishes nothing.

    Example: smartcity whatif my_taxonomy.csv
    """
    from orchestration.console.progress import shown_progress
    from orchestration.console.whatif import print_what_if
    from orchestration.whatif import what_if

    with shown_progress(quiet=as_json):
        found = what_if(file, load_settings())
    print_what_if(found, as_json)
