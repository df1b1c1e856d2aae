"""What an entry of the shell does: a query, or a command that begins with a dot."""

from __future__ import annotations

from typing import get_args

import duckdb

from orchestration.console.answers import print_answer, print_columns, print_marts
from orchestration.console.tables import Form
from orchestration.console.text import print_text, print_to_stderr
from orchestration.errors import QueryError
from orchestration.stopping import stop_requested

HELP = """\
A query ends with a semicolon and may have several lines. Tab completes marts, columns and keywords.
.tables           list the marts
.columns MART     list the columns of a mart
.format FORM      table, vertical, csv, json, or auto
.help             show this text
.quit             leave the shell, as Ctrl-D does
Ctrl-C discards the line, or interrupts the query."""


class Leave(Exception):
    """The user leaves the shell."""


def is_complete(entry: str) -> bool:
    """Whether Enter runs `entry`; otherwise it begins a new line."""
    text = entry.strip()
    return not text or text.startswith(".") or text.endswith(";") or text in ("quit", "exit")


class Lines:
    """Runs entries on a connection; keeps the output format."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """`connection` is to the file of the release."""
        self._connection = connection
        self._form: Form | None = None

    def run(self, entry: str) -> None:
        """Run one entry; raises `QueryError`, or `Leave`."""
        command, _, argument = entry.strip().partition(" ")
        argument = argument.strip()
        match command:
            case "":
                return
            case ".quit" | ".exit" | "quit" | "exit":
                raise Leave
            case ".help":
                print_text(HELP)
            case ".tables":
                print_marts(self._connection)
            case ".columns" if argument:
                print_columns(self._connection, argument)
            case ".format" if argument in (*get_args(Form), "auto"):
                self._form = None if argument == "auto" else argument  # type: ignore[assignment]
            case _ if command.startswith("."):
                raise QueryError(f"the shell has no command {entry.strip()!r}", remedy="see .help")
            case _:
                self._query(entry)

    def _query(self, sql: str) -> None:
        try:
            print_answer(self._connection, sql, self._form)
        except duckdb.InterruptException:
            if stop_requested():
                raise
            print_to_stderr("interrupted")
