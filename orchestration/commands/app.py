"""The application `smartcity` with all its commands."""

from __future__ import annotations

import typer

from orchestration.commands import reading, releasing, running, taxonomy

app = typer.Typer(
    help="Statistics on the smart-city industry: load data, publish releases, query and compare them.",
    no_args_is_help=True,
    add_completion=False,
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
    reading.query,
    reading.trace,
    reading.serve,
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
