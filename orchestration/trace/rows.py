"""Recompute the numbers of rows: by the mart's formula in Python, and by its declared expressions.

An expression may name a column of another row, which is then recomputed as well, from its key only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from orchestration.contracts.declaration import load_declarations
from orchestration.errors import ConfigurationError
from orchestration.trace.context import RecomputedNumber, RecomputedRow, Row, TraceContext
from orchestration.trace.declared import DeclaredTrace, load_declared_traces
from orchestration.trace.expression import ColumnName, Expression, Reference
from orchestration.trace.formulas.catalogue import FORMULAS
from orchestration.trace.formulas.tables import find_line, recompute_line
from orchestration.trace.model import NotRecomputed, Number, Operand

_NOTHING_DECLARED = DeclaredTrace({})


class _KeyOfRow(dict[str, Any]):
    """The key of a row that an expression refers to; a formula that needs more cannot recompute it."""

    def __missing__(self, column: str) -> Any:
        raise NotRecomputed(f"a row that a formula refers to has no {column}, only its key")


class TracedRows:
    """The rows of one release that were recomputed, each once. `keys`: the key columns of every mart."""

    def __init__(self, context: TraceContext, keys: Mapping[str, Sequence[str]]) -> None:
        self.context = context
        self.keys = keys
        self._referenced: dict[tuple[object, ...], TracedRow] = {}

    def row(self, mart: str, row: Row) -> TracedRow:
        """The numbers of a published row."""
        return TracedRow(mart, row, self)

    def referenced(self, mart: str, key: Row) -> TracedRow:
        """The numbers of the row with this key."""
        identity = (mart, *key.items())
        if identity not in self._referenced:
            self._referenced[identity] = TracedRow(mart, _KeyOfRow(key), self)
        return self._referenced[identity]


class TracedRow:
    """The recomputed numbers of one row, each computed when it is first needed."""

    def __init__(self, mart: str, row: Row, rows: TracedRows) -> None:
        self.mart = mart
        self.row = row
        self.rows = rows
        self._declared = load_declared_traces().get(mart, _NOTHING_DECLARED)
        self._numbers: dict[str, RecomputedNumber] = {}
        self._in_progress: set[str] = set()
        self._evidence: list[RecomputedRow] = []

    @cached_property
    def base(self) -> RecomputedRow:
        """What the formula in Python (or the line of a source) gives; raises `NotRecomputed`."""
        context, key = self.rows.context, {k: self.row[k] for k in self.rows.keys[self.mart]}
        if self._declared.lines_of:
            return recompute_line(self._declared.lines_of, key, self.row, context)
        if self.mart in FORMULAS:
            return FORMULAS[self.mart](self.row, context)
        return RecomputedRow([], status="computed")

    def number(self, column: str) -> RecomputedNumber:
        """A recomputed number; raises `NotRecomputed` where no formula gives it."""
        if column not in self._numbers:
            expression = self._declared.columns.get(column)
            found = (
                self._base_number(column) if expression is None else self._by(expression, column)
            )
            self._numbers[column] = found
        return self._numbers[column]

    def recompute(self) -> RecomputedRow:
        """All numbers of the row, in the order of its columns, with the evidence of every row used."""
        columns = {n.column for n in self.base.figures} | self._declared.columns.keys()
        figures = [self.number(column) for column in self.row if column in columns]
        used = [self.base, *self._evidence]
        return replace(
            self.base,
            figures=figures,
            cells=list(dict.fromkeys(cell for row in used for cell in row.cells)),
            codes=list(dict.fromkeys(code for row in used for code in row.codes)),
            files=[file for row in used for file in row.files],
            notes=list(dict.fromkeys(note for row in used for note in row.notes)),
        )

    def cite(self, evidence: RecomputedRow) -> None:
        """Add what another row was computed from to the evidence of this row."""
        self._evidence.append(evidence)

    def _base_number(self, column: str) -> RecomputedNumber:
        for number in self.base.figures:
            if number.column == column:
                return number
        raise NotRecomputed(f"no formula recomputes {self.mart}.{column}")

    def _by(self, expression: Expression, column: str) -> RecomputedNumber:
        if column in self._in_progress:
            raise ConfigurationError(
                f"the trace formula of {column} refers to itself",
                where=f"mart {self.mart}",
                remedy="correct `config.meta.trace` of the mart",
            )
        self._in_progress.add(column)
        numbers = _Operands(self)
        try:
            value = expression.evaluate(numbers)
        finally:
            self._in_progress.remove(column)
        return RecomputedNumber(
            column,
            None if numbers.is_hidden else value,
            expression.text,
            tuple(numbers.named.values()),
            bound=self._bound(column) if numbers.is_bounded else "exact",
            hidden=numbers.is_hidden,
            places=expression.places,
        )

    def _bound(self, column: str) -> Literal["exact", "low", "high", "point"]:
        """What a number computed from bounds is, by the naming rule for bounds."""
        if column.endswith("_low"):
            return "low"
        if column.endswith("_high"):
            return "high"
        return "point" if f"{column}_low" in self.row else "exact"


@dataclass
class _Operands:
    """The numbers that an expression reads, recorded for the trace."""

    of: TracedRow
    named: dict[str, Operand] = field(default_factory=dict)
    is_hidden: bool = False
    is_bounded: bool = False

    def column(self, name: str) -> Number | None:
        """A number of the row: a part of its key, or recomputed."""
        if name in self.of.rows.keys[self.of.mart]:
            return self._use(name, to_number(self.of.row[name]))
        return self._use_number(name, self.of.number(name))

    def reference(self, text: str, reference: Reference) -> Number | None:
        """A number of another row or of a source's line."""
        arguments = {
            name: self.of.row[value.name] if isinstance(value, ColumnName) else value
            for name, value in reference.arguments.items()
        }
        keys = self.of.rows.keys
        if reference.table in keys:
            row = self.of.rows.referenced(
                reference.table, self._key(reference.table, text, arguments)
            )
            self.of.cite(row.base)
            return self._use_number(text, row.number(reference.column))
        if reference.table not in load_declarations():
            raise self._error(f"names {reference.table}, which is neither a mart nor a source")
        own = {name: self.of.row[name] for name in keys[self.of.mart]}
        line = find_line(reference.table, {**own, **arguments}, self.of.rows.context)
        if reference.column not in line.record:
            raise self._error(
                f"names {reference.column}, which {reference.table} has no column for"
            )
        self.of.cite(RecomputedRow([], cells=[line.cell(reference.column)], files=[line.file]))
        return self._use(text, line.number(reference.column))

    def _key(self, mart: str, text: str, arguments: Row) -> Row:
        own = self.of.row
        key = {name: arguments.get(name, own.get(name)) for name in self.of.rows.keys[mart]}
        missing = [name for name in key if name not in arguments and name not in own]
        unknown = sorted(arguments.keys() - key.keys())
        if missing or unknown:
            raise self._error(
                f"refers to {text}; the key of {mart} is {', '.join(key)}:"
                f" missing {', '.join(missing) or 'none'}, unknown {', '.join(unknown) or 'none'}"
            )
        return key

    def _use_number(self, text: str, number: RecomputedNumber) -> Number | None:
        self.is_hidden |= number.hidden
        self.is_bounded |= number.bound != "exact"
        return self._use(text, number.value)

    def _use(self, text: str, value: Number | None) -> Number | None:
        self.named[text] = Operand(text, value)
        return value

    def _error(self, reason: str) -> ConfigurationError:
        return ConfigurationError(
            f"a trace formula {reason}",
            where=f"mart {self.of.mart}",
            remedy="correct `config.meta.trace`; orchestration/trace/expression.py lists the syntax",
        )


def is_recomputed(mart: str) -> bool:
    """Whether a formula, in Python or declared, recomputes numbers of the mart."""
    return mart in FORMULAS or mart in load_declared_traces()


def to_number(value: object) -> Number | None:
    """A published value as a number; None where it is null, a text or a boolean."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return None


def published_numbers(row: Row, key: Sequence[str]) -> Iterator[tuple[str, Number]]:
    """The numbers of a published row outside its key."""
    for column, value in row.items():
        number = to_number(value)
        if column not in key and number is not None:
            yield column, number
