"""Completes marts after `from` and `join`, columns of the marts in the query, and SQL keywords."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import duckdb
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

_WORD = re.compile(r"[\w가-힣]+")
_TABLE_NEXT = re.compile(r"\b(from|join|describe|summarize|\.columns)\s+[\w]*$", re.IGNORECASE)


class SqlCompleter(Completer):
    """Completes names of one release."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """`connection` is to the file of the release."""
        self._columns: dict[str, dict[str, str]] = {}
        found = connection.execute(
            "select table_name, column_name, data_type from duckdb_columns() order by all"
        ).fetchall()
        for mart, column, data_type in found:
            self._columns.setdefault(mart, {})[column] = data_type.lower()
        self._keywords = [
            word
            for (word,) in connection.execute(
                "select keyword_name from duckdb_keywords() where keyword_category = 'reserved'"
            ).fetchall()
        ]

    def get_completions(self, document: Document, _: CompleteEvent) -> Iterable[Completion]:
        """The names that begin with the word before the cursor, each with what it is."""
        word = document.get_word_before_cursor(pattern=_WORD)
        for name, kind in self._candidates(document):
            if name.lower().startswith(word.lower()) and name != word:
                yield Completion(name, start_position=-len(word), display_meta=kind)

    def _candidates(self, document: Document) -> Iterator[tuple[str, str]]:
        if _TABLE_NEXT.search(document.text_before_cursor):
            yield from ((mart, "mart") for mart in self._columns)
            return
        used = [mart for mart in self._columns if re.search(rf"\b{mart}\b", document.text)]
        columns: dict[str, str] = {}
        for mart in used or self._columns:
            columns |= self._columns[mart]
        yield from sorted(columns.items())
        yield from ((mart, "mart") for mart in self._columns)
        yield from ((keyword, "keyword") for keyword in self._keywords)
