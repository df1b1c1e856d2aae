"""The command `smartcity`. Each command is thin: it calls a room and prints what came of it.

Heavy libraries are imported inside the commands that need them, so that `query` and `status` answer at
once.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Annotated, Literal

import typer

from orchestration.errors import SmartCityError
from orchestration.settings import load_settings

app = typer.Typer(
    help="Open, auditable statistics on the smart-city industry: refresh, query, compare releases.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")]


def main() -> None:
    """The console script: an error of ours is one line and its exit status."""
    try:
        app()
    except SmartCityError as error:
        print(f"error: {load_settings_quietly(str(error))}", file=sys.stderr)
        raise SystemExit(error.exit_status) from None
    except KeyboardInterrupt:
        print("stopped; the current release is as it was", file=sys.stderr)
        raise SystemExit(130) from None


def load_settings_quietly(text: str) -> str:
    """`text` without any key, also where the settings themselves are what is wrong."""
    try:
        return load_settings().redact(text)
    except SmartCityError:
        return text


@app.command()
def refresh(
    force: Annotated[bool, typer.Option(help="Run also where nothing is new.")] = False,
    wait: Annotated[float, typer.Option(help="Seconds to wait for another refresh.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Take the data through every stage to a published, validated release.

    Example: smartcity refresh --wait 600
    """
    from orchestration.console.progress import shown_progress
    from orchestration.console.summary import print_summary
    from orchestration.freshness import nothing_new
    from orchestration.release.catalog import Catalog

    settings = load_settings()
    catalog = Catalog(settings.releases)
    before = catalog.current_id()
    with shown_progress(quiet=as_json) as stages:
        if force or not nothing_new(settings):
            from orchestration.launch import run_refresh_job

            run_refresh_job(wait)
    current = catalog.current()
    record = catalog.record(current.name)
    new = current.name != before
    if as_json:
        print(json.dumps({**record.model_dump(), "folder": str(current), "new": new}, default=str))
    else:
        print_summary(record, current, stages, new)


@app.command()
def status(as_json: AsJson = False) -> None:
    """Say which release is current and what it was made from.

    Example: smartcity status --json
    """
    from orchestration.console.summary import print_summary
    from orchestration.release.catalog import Catalog

    settings = load_settings()
    catalog = Catalog(settings.releases)
    current = catalog.current()
    record = catalog.record(current.name)
    if as_json:
        print(json.dumps({**record.model_dump(), "folder": str(current)}, default=str))
    else:
        print_summary(record, current, [], new=False)


@app.command()
def query(
    sql: Annotated[str, typer.Argument(help="One SELECT in DuckDB's SQL.")],
    form: Annotated[
        Literal["table", "csv", "json"], typer.Option("--format", help="How to print the rows.")
    ] = "table",
    as_json: AsJson = False,
    release: Annotated[str | None, typer.Option(help="A release other than the current.")] = None,
) -> None:
    """Ask the current release; read-only.

    Example: smartcity query "select year, share_of_nation from industry_share
    where region_code = '11' and ksic_code = '62' and measure = 'employees'"
    """
    from orchestration.console.tables import print_rows
    from orchestration.release.catalog import Catalog
    from orchestration.release.query import run_query

    catalog = Catalog(load_settings().releases)
    folder = catalog.folder(release) if release else catalog.current()
    names, rows = run_query(folder / "marts.duckdb", sql)
    print_rows(names, rows, "json" if as_json else form)


@app.command()
def releases(as_json: AsJson = False) -> None:
    """List all releases, the latest first.

    Example: smartcity releases
    """
    from orchestration.console.tables import print_rows
    from orchestration.release.catalog import Catalog

    catalog = Catalog(load_settings().releases)
    current = catalog.current_id()
    rows = [
        [r.release_id, r.release_id == current, r.published_at, sum(r.marts.values()), r.checks]
        for r in catalog.all()
    ]
    names = ["release_id", "current", "published_at", "rows", "checks"]
    print_rows(names, rows, "json" if as_json else "table")


@app.command(hidden=True)
def environment() -> None:
    """Print the variables of the environment that are read, without their values."""
    from orchestration.settings import Settings

    for field in Settings.model_fields.values():
        name = str(field.validation_alias)
        print(f"{name}={'set' if name in os.environ else 'not set'}")


@app.command()
def trace(
    mart: Annotated[str, typer.Argument(help="The mart that the number stands in.")],
    where: Annotated[str, typer.Option(help="SQL condition that describes one row: its key.")],
    release: Annotated[str | None, typer.Option(help="A release other than the current.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Do not cut long lists.")] = False,
    as_json: AsJson = False,
) -> None:
    """Follow the numbers of one row back to the raw bytes, and make them again from those alone.

    Exit status 1 where a number does not agree.

    Example: smartcity trace industry_share --where "year = 2023 and region_code = '11'
    and ksic_code = '62' and measure = 'employees'"
    """
    from orchestration.release.catalog import Catalog
    from orchestration.trace.text import to_record, to_text
    from orchestration.trace.tracing import trace as trace_row

    settings = load_settings()
    catalog = Catalog(settings.releases)
    folder = catalog.folder(release) if release else catalog.current()
    found = trace_row(folder, settings.raw, mart, where)
    if as_json:
        print(json.dumps(to_record(found), ensure_ascii=False, indent=1, default=str))
    else:
        print(to_text(found, everything))
    if not found.agrees:
        raise typer.Exit(1)


if __name__ == "__main__":
    main()
