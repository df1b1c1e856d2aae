"""Commands that work on the lake: refresh, withdraw, doctor, repair, whatif."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from orchestration.commands.completion import complete_source
from orchestration.commands.options import AsJson, Wait, release_catalog
from orchestration.console.text import print_json, print_text, print_to_stderr
from orchestration.errors import ConfigurationError, SmartCityError
from orchestration.settings import load_settings


def refresh(
    source: Annotated[
        list[str] | None,
        typer.Option(
            "--source",
            help="Load only this source; may be repeated.",
            autocompletion=complete_source,
        ),
    ] = None,
    first: Annotated[
        str, typer.Option("--from", help="First period, for example 2020 or 2023-11.")
    ] = "",
    last: Annotated[str, typer.Option("--to", help="Last period.")] = "",
    again: Annotated[bool, typer.Option(help="Re-fetch periods that are already stored.")] = False,
    accept_smaller: Annotated[
        bool, typer.Option("--accept-smaller", help="Accept a period with fewer rows than before.")
    ] = False,
    force: Annotated[bool, typer.Option(help="Run even if nothing is new.")] = False,
    engine: Annotated[
        Literal["duckdb", "spark"] | None,
        typer.Option(help="Engine that builds the marts. Default: SMARTCITY_ENGINE, else duckdb."),
    ] = None,
    wait: Wait = 0,
    as_json: AsJson = False,
) -> None:
    """Load new data, build and validate the marts, publish a release.

    Example: smartcity refresh --source kosis_census --from 2020 --to 2023
    """
    from orchestration.console.progress import show_progress
    from orchestration.console.summary import print_dropped_files, print_summary, unique_notes
    from orchestration.contracts.window import Window
    from orchestration.freshness import nothing_new
    from orchestration.refresh.request import RefreshRequest

    if engine is not None:
        os.environ["SMARTCITY_ENGINE"] = engine
    request = RefreshRequest(
        tuple(source or ()), Window(first, last), again, accept_smaller, force, wait
    )
    releases = release_catalog()
    if not as_json:
        print_to_stderr(f"lake   {load_settings().lake}")
    before = releases.current_id()
    with show_progress(quiet=as_json) as stages:
        try:
            if not request.is_plain or not nothing_new(load_settings()):
                from orchestration.launch import run_refresh_job

                run_refresh_job(request)
        except SmartCityError:
            print_dropped_files(stages)
            raise
    current = releases.current()
    record = releases.record(current.name)
    new = current.name != before
    if as_json:
        dropped = [note for event in stages for note in event.notes]
        content = {**record.model_dump(), "folder": str(current), "new": new, "dropped": dropped}
        print_json({**content, "notes": unique_notes(stages)})
        return
    try:
        print_summary(record, current, stages, new)
    except SmartCityError as error:  # the run is over: a failed summary does not change its result
        print_to_stderr(f"note: {error}")


def withdraw(
    source: Annotated[
        str,
        typer.Argument(
            help="Id of the source, as in `smartcity status`.", autocompletion=complete_source
        ),
    ],
    period: Annotated[str, typer.Argument(help="The period, for example 2019 or 2024-04.")],
    wait: Wait = 0,
) -> None:
    """Deactivate one period of a source; its files are kept.

    The next refresh builds a release without it.

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
                f"{source} has no active period {period!r}",
                where="withdraw",
                remedy=f"choose one of: {', '.join(active)}"
                if active
                else "run `smartcity status` to list the sources and periods",
            )
        store.deactivate(source, period)
    print_text(
        f"{source} {period} is no longer active; its files are kept in {settings.raw / source / period}"
    )


def doctor(as_json: AsJson = False) -> None:
    """Check versions, keys, services, disk and lake; print what to do.

    The exit status is 1 if a problem prevents a refresh.

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
    """Rebuild or quarantine damaged records of the lake.

    `smartcity doctor` lists the damaged records. Raw files and the files of releases are not changed.

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
        print_text("no record is damaged")


def whatif(
    file: Annotated[
        Path, typer.Argument(help="CSV file with the taxonomy.", exists=True, dir_okay=False)
    ],
    against: Annotated[
        str | None,
        typer.Option(
            help="Taxonomy of the release to compare with. Default: the one of the same id."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show the values of a taxonomy file and what it would change, without publishing.

    Example: smartcity whatif my_taxonomy.csv --against smart_city_2021
    """
    from orchestration.console.progress import show_progress
    from orchestration.console.whatif import print_what_if
    from orchestration.whatif import what_if

    with show_progress(quiet=as_json):
        found = what_if(file, load_settings(), against)
    print_what_if(found, as_json)
