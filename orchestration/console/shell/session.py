"""Reads entries: from a prompt on a terminal, else from the standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress

import duckdb

from orchestration.console.shell.lines import Leave, Lines, is_complete
from orchestration.console.text import print_text, print_to_stderr
from orchestration.errors import QueryError
from orchestration.stopping import ctrl_c_calls


def run_shell(connection: duckdb.DuckDBPyConnection, release_id: str) -> None:
    """Run entries until the end of the input.

    On a terminal an error is shown and the shell goes on, and Ctrl-C interrupts a query; otherwise an
    error is raised, and Ctrl-C ends the command.
    """
    lines = Lines(connection)
    with suppress(Leave):
        if sys.stdin.isatty() and sys.stdout.isatty():
            print_text(f"release {release_id}; .help lists the commands, Ctrl-D leaves")
            with ctrl_c_calls(connection.interrupt):
                _run_all(lines, _prompted(connection))
        else:
            for entry in _entries(sys.stdin):
                lines.run(entry)


def _run_all(lines: Lines, entries: Iterator[str]) -> None:
    for entry in entries:
        try:
            lines.run(entry)
        except QueryError as error:
            print_to_stderr(f"error: {error}")


def _entries(text: Iterator[str]) -> Iterator[str]:
    """The entries of a script; the last may end without a semicolon."""
    entry = ""
    for line in text:
        entry += line
        if is_complete(entry):
            yield entry
            entry = ""
    yield entry


def _prompted(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.application import get_app
    from prompt_toolkit.filters import Condition
    from prompt_toolkit.lexers import PygmentsLexer
    from pygments.lexers.sql import SqlLexer

    from orchestration.console.shell.completer import SqlCompleter
    from orchestration.console.shell.history import open_history

    session: PromptSession[str] = PromptSession(
        "smartcity> ",
        completer=SqlCompleter(connection),
        complete_while_typing=False,
        history=open_history(),
        lexer=PygmentsLexer(SqlLexer),
        multiline=Condition(lambda: not is_complete(get_app().current_buffer.text)),
        prompt_continuation="      ...> ",
    )
    while True:
        try:
            yield session.prompt()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
