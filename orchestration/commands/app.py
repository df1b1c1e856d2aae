"""The application `smartcity` with all its commands."""

from __future__ import annotations

from typing import Annotated

import typer

from orchestration.commands import querying, reading, releasing, running, taxonomy
from orchestration.console.text import print_text

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

WRITING = (
    running.refresh,
    running.withdraw,
    running.repair,
    releasing.release,
    releasing.rollback,
)
"""Commands that change the lake. Their exit status does not depend on whether the output can be written."""

for command in (
    running.refresh,
    running.withdraw,
    reading.status,
    querying.query,
    querying.tables,
    querying.shell,
    reading.trace,
    reading.serve,
    reading.mcp,
    releasing.releases,
    releasing.diff,
    releasing.release,
    releasing.rollback,
    releasing.validate,
    running.whatif,
    running.doctor,
    running.repair,
):
    app.command()(command)

app.add_typer(taxonomy.app, name="taxonomy")


def _print_version(wanted: bool) -> None:
    from importlib.metadata import version

    if wanted:
        print_text(f"smartcity {version('smartcity-warehouse')}")
        raise typer.Exit


@app.callback()
def smartcity(
    _: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Statistics on the smart-city industry: load data, publish releases, query and compare them."""
