"""Commands that ask a release with SQL: query, tables, shell."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from orchestration.commands.completion import complete_mart
from orchestration.commands.options import AsJson, ReleaseId, release_folder
from orchestration.errors import QueryError


def query(
    sql: Annotated[str | None, typer.Argument(help="The query, in DuckDB's SQL.")] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", "-f", help="File with the query; - reads the standard input."),
    ] = None,
    form: Annotated[
        Literal["table", "vertical", "csv", "json"] | None,
        typer.Option(
            "--format",
            help="Output format. Default: table, or vertical where the terminal is too narrow.",
        ),
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    release: ReleaseId = None,
    as_json: AsJson = False,
) -> None:
    """Run one read-only SQL query on the current release.

    Example: smartcity query "select year, share_of_nation from industry_share
    where region_code = '11' and ksic_code = '62' and measure = 'employees'"
    """
    from orchestration.console.answers import print_answer
    from orchestration.release.query import connect

    chosen = "csv" if as_csv else "json" if as_json else form
    text = _sql_of(sql, file)
    with connect(release_folder(release) / "marts.duckdb") as connection:
        print_answer(connection, text, chosen)


def tables(
    mart: Annotated[
        str | None,
        typer.Argument(help="Name of a mart: list its columns.", autocompletion=complete_mart),
    ] = None,
    korean: Annotated[bool, typer.Option("--ko", help="Describe columns in Korean.")] = False,
    release: ReleaseId = None,
    as_json: AsJson = False,
) -> None:
    """List the marts, or the columns of one, with descriptions.

    Example: smartcity tables industry_share
    """
    from orchestration.console.answers import print_columns, print_marts
    from orchestration.release.query import connect

    with connect(release_folder(release) / "marts.duckdb") as connection:
        if mart is None:
            print_marts(connection, as_json)
        else:
            print_columns(connection, mart, korean, as_json)


def shell(release: ReleaseId = None) -> None:
    """Ask queries interactively, with history and completion.

    Example: smartcity shell
    """
    from orchestration.console.shell.session import run_shell
    from orchestration.release.query import connect

    folder = release_folder(release)
    with connect(folder / "marts.duckdb") as connection:
        run_shell(connection, folder.name)


def _sql_of(sql: str | None, file: Path | None) -> str:
    """The text of the query: the argument, or the content of the file."""
    if (sql is None) == (file is None):
        raise QueryError(
            "no query was given" if sql is None else "a query and a file were given",
            where="smartcity query",
            remedy="give the SQL in quotes, or --file FILE",
        )
    if file is None:
        return str(sql)
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise QueryError(
            f"the file cannot be read: {reason}", where=str(file), remedy="check the path"
        ) from None
