"""Commands that read a release: status, query, trace, serve."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from orchestration.commands.options import AsJson, OfRelease, release_catalog, release_folder
from orchestration.console.text import print_json, print_text
from orchestration.settings import load_settings


def status(as_json: AsJson = False) -> None:
    """Show the current release: its inputs, marts and headline.

    Example: smartcity status --json
    """
    from orchestration.console.summary import print_summary

    releases = release_catalog()
    current = releases.current()
    record = releases.record(current.name)
    if as_json:
        print_json({**record.model_dump(), "folder": str(current)})
    else:
        print_summary(record, current, [], new=False)


def query(
    sql: Annotated[str, typer.Argument(help="The query, in DuckDB's SQL.")],
    form: Annotated[
        Literal["table", "csv", "json"], typer.Option("--format", help="Output format of the rows.")
    ] = "table",
    release: OfRelease = None,
    as_json: AsJson = False,
) -> None:
    """Run one read-only SQL query on the current release.

    Example: smartcity query "select year, share_of_nation from industry_share
    where region_code = '11' and ksic_code = '62' and measure = 'employees'"
    """
    from orchestration.console.tables import print_rows
    from orchestration.release.query import run_query

    names, rows = run_query(release_folder(release) / "marts.duckdb", sql)
    print_rows(names, rows, "json" if as_json else form)


def trace(
    mart: Annotated[str, typer.Argument(help="Name of the mart.")],
    where: Annotated[str, typer.Option(help="SQL condition that selects one row by its key.")],
    release: OfRelease = None,
    everything: Annotated[bool, typer.Option("--all", help="Show long lists in full.")] = False,
    as_json: AsJson = False,
) -> None:
    """Recompute the numbers of one row from the raw data.

    Each number is compared with the published one. The exit status is 1 if one does not agree.

    Example: smartcity trace industry_share --where "year = 2023 and region_code = '11'
    and ksic_code = '62' and measure = 'employees'"
    """
    from orchestration.trace.text import to_record, to_text
    from orchestration.trace.tracing import trace as trace_row

    found = trace_row(release_folder(release), load_settings().raw, mart, where)
    if as_json:
        print_json(to_record(found))
    else:
        print_text(to_text(found, everything))
    if found.agrees is False:
        raise typer.Exit(1)


def serve(
    host: Annotated[
        str,
        typer.Option(
            help="Address to listen on. Any other than 127.0.0.1 opens the data to the network."
        ),
    ] = ("127.0.0.1"),
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8317,
    release: OfRelease = None,
) -> None:
    """Serve the pages and files of a release until Ctrl-C.

    Example: smartcity serve --port 8317
    """
    from orchestration.site.server import serve as serve_folder

    folder = release_folder(release)
    print_text(f"http://{host}:{port}/report/ serves release {folder.name}; press Ctrl-C to stop")
    serve_folder(folder, host, port)
