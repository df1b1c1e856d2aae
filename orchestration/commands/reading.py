"""Commands that read a release: status, query, trace, serve."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from orchestration.commands.options import AsJson, OfRelease, catalog, release_folder
from orchestration.console.text import say, say_json
from orchestration.settings import load_settings


def status(as_json: AsJson = False) -> None:
    """Say which release is current and what it was made from.

    Example: smartcity status --json
    """
    from orchestration.console.summary import print_summary

    releases = catalog()
    current = releases.current()
    record = releases.record(current.name)
    if as_json:
        say_json({**record.model_dump(), "folder": str(current)})
    else:
        print_summary(record, current, [], new=False)


def query(
    sql: Annotated[str, typer.Argument(help="One SELECT in DuckDB's SQL.")],
    form: Annotated[
        Literal["table", "csv", "json"], typer.Option("--format", help="How to print the rows.")
    ] = "table",
    release: OfRelease = None,
    as_json: AsJson = False,
) -> None:
    """Ask the current release; read-only.

    Example: smartcity query "select year, share_of_nation from industry_share
    where region_code = '11' and ksic_code = '62' and measure = 'employees'"
    """
    from orchestration.console.tables import print_rows
    from orchestration.release.query import run_query

    names, rows = run_query(release_folder(release) / "marts.duckdb", sql)
    print_rows(names, rows, "json" if as_json else form)


def trace(
    mart: Annotated[str, typer.Argument(help="The mart that the number stands in.")],
    where: Annotated[str, typer.Option(help="SQL condition that describes one row: its key.")],
    release: OfRelease = None,
    everything: Annotated[bool, typer.Option("--all", help="Do not cut long lists.")] = False,
    as_json: AsJson = False,
) -> None:
    """Follow the numbers of one row back to the raw bytes, and make them again from those alone.

    Exit status 1 where a number that was compared does not agree.

    Example: smartcity trace industry_share --where "year = 2023 and region_code = '11'
    and ksic_code = '62' and measure = 'employees'"
    """
    from orchestration.trace.text import to_record, to_text
    from orchestration.trace.tracing import trace as trace_row

    found = trace_row(release_folder(release), load_settings().raw, mart, where)
    if as_json:
        say_json(to_record(found))
    else:
        say(to_text(found, everything))
    if found.agrees is False:
        raise typer.Exit(1)


def serve(
    host: Annotated[str, typer.Option(help="Address; others than this machine's see the data.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(help="Port.")] = 8317,
    release: OfRelease = None,
) -> None:
    """Show the pages and the files of a release in the browser, until stopped with Ctrl-C.

    Example: smartcity serve --port 8317
    """
    from orchestration.site.server import serve as serve_folder

    folder = release_folder(release)
    say(f"http://{host}:{port}/report/ shows release {folder.name}; Ctrl-C stops it")
    serve_folder(folder, host, port)
