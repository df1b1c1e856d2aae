"""Commands that read a release: status, trace, serve, mcp."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from orchestration.commands.completion import complete_mart
from orchestration.commands.options import AsJson, ReleaseId, release_catalog, release_folder
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


def trace(
    mart: Annotated[str, typer.Argument(help="Name of the mart.", autocompletion=complete_mart)],
    where: Annotated[str, typer.Option(help="SQL condition that selects one row by its key.")],
    release: ReleaseId = None,
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
    port: Annotated[
        int, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65535)
    ] = 8317,
    release: ReleaseId = None,
) -> None:
    """Serve the pages and files of a release until Ctrl-C.

    Example: smartcity serve --port 8317
    """
    from orchestration.site.server import serve as serve_folder

    folder = release_folder(release)

    def say_where(url: str) -> None:
        print_text(f"{url}/report/ serves release {folder.name}; press Ctrl-C to stop")
        sys.stdout.flush()  # a program that started this one may wait for the line

    serve_folder(folder, host, port, say_where)


def mcp() -> None:
    """Answer a language model: a Model Context Protocol server on standard input and output.

    A client starts it; docs/agents.md shows how. It needs the extra `mcp`.

    Example: claude mcp add smartcity -- smartcity mcp
    """
    from orchestration.agents.server import serve as serve_agents

    serve_agents(load_settings())
