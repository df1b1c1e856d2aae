"""Evaluate a declared trace formula: one arithmetic expression over traced numbers, in exact fractions.

The syntax is a small part of Python's:

    value / national_value                            columns of the same row
    industry_share.value(region_code='00')            a column of another row or mart
    report_table_8.value(layer='total')               a field of one line of a delimited source
    + - * /, numbers, ( )
    abs(x)  least(x, y)  greatest(x, y)  coalesce(x, y)
    meet(low, high)                                   the bounds' value where they are equal, else null
    round(x, digits)                                  the mart publishes x rounded to so many decimal places

A key column that a reference does not name has the value of the column of the same name in the row. The
value of an argument is a literal or the name of a column of the row. Null propagates, except through
`coalesce`, and a division by zero gives null.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Protocol

from orchestration.errors import ConfigurationError
from orchestration.trace.model import Number

Exact = Fraction | None
_FUNCTIONS = {"abs": 1, "least": 2, "greatest": 2, "coalesce": 2, "meet": 2, "round": 2}
"""The functions with the number of their arguments."""


@dataclass(frozen=True)
class Reference:
    """`table.column(key=value, …)`; a value that is an `ast.Name` stands for a column of the row."""

    table: str
    column: str
    arguments: Mapping[str, object]


@dataclass(frozen=True)
class ColumnName:
    """A column of the row that gives the value of a reference's argument."""

    name: str


class Numbers(Protocol):
    """Where an expression gets its numbers from."""

    def column(self, name: str) -> Number | None:
        """The traced number of a column of the row."""

    def reference(self, text: str, reference: Reference) -> Number | None:
        """The traced number of another row; `text` is the reference as it is written."""


class Expression:
    """A parsed expression; raises `ConfigurationError` that names `where` if it cannot be parsed."""

    def __init__(self, text: str, where: str) -> None:
        self.text = text
        self._where = where
        try:
            self._root = ast.parse(text.strip(), mode="eval").body
        except SyntaxError:
            raise self._error("is not an expression") from None
        self._check(self._root)

    @cached_property
    def places(self) -> int | None:
        """The decimal places of the published number, where the expression is `round(x, digits)`."""
        match self._root:
            case ast.Call(func=ast.Name(id="round"), args=[_, ast.Constant(value=int(digits))]):
                return digits
        return None

    def evaluate(self, numbers: Numbers) -> Number | None:
        """The value as an int where it is whole, otherwise as a float; None for null.

        `round` does not round the value: the comparison with the published number allows for it.
        """
        value = self._value(self._root, numbers)
        if value is None:
            return None
        return value.numerator if value.denominator == 1 else float(value)

    def _value(self, node: ast.expr, numbers: Numbers) -> Exact:
        match node:
            case ast.Constant(value=int() | float() as number):
                return Fraction(number)
            case ast.Name(id=name):
                return _exact(numbers.column(name))
            case ast.Call(func=ast.Attribute()):
                return _exact(numbers.reference(ast.unparse(node), self._reference(node)))
            case ast.Call(func=ast.Name(id=name), args=arguments):
                if name == "round":
                    return self._value(arguments[0], numbers)
                return _call(name, [self._value(argument, numbers) for argument in arguments])
            case ast.UnaryOp(operand=operand):
                value = self._value(operand, numbers)
                return None if value is None else -value
            case ast.BinOp(left=left, op=operator, right=right):
                return _combine(operator, self._value(left, numbers), self._value(right, numbers))
        raise self._error(f"has a part that is not supported: {ast.unparse(node)}")

    def _check(self, node: ast.expr) -> None:
        """Refuse what `_value` cannot evaluate, before any row is traced."""
        match node:
            case ast.Constant(value=bool()):
                raise self._error(f"has a part that is not supported: {ast.unparse(node)}")
            case ast.Constant(value=int() | float()) | ast.Name():
                return
            case ast.Call(func=ast.Attribute()):
                self._reference(node)
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
                if _FUNCTIONS.get(name) != len(arguments):
                    known = ", ".join(f"{f} ({n})" for f, n in _FUNCTIONS.items())
                    raise self._error(
                        f"calls {name} with {len(arguments)} arguments; known: {known}"
                    )
                for argument in arguments:
                    self._check(argument)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                self._check(operand)
            case ast.BinOp(
                left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), right=right
            ):
                self._check(left)
                self._check(right)
            case _:
                raise self._error(f"has a part that is not supported: {ast.unparse(node)}")

    def _reference(self, node: ast.Call) -> Reference:
        arguments: dict[str, object] = {}
        for keyword in node.keywords:
            match keyword:
                case ast.keyword(arg=str(name), value=ast.Constant(value=value)):
                    arguments[name] = value
                case ast.keyword(arg=str(name), value=ast.Name(id=column)):
                    arguments[name] = ColumnName(column)
                case _:
                    raise self._error(f"has an argument that is not supported: {ast.unparse(node)}")
        match node.func:
            case ast.Attribute(value=ast.Name(id=table), attr=column) if not node.args:
                return Reference(table, column, arguments)
        raise self._error(f"has a reference that is not supported: {ast.unparse(node)}")

    def _error(self, reason: str) -> ConfigurationError:
        return ConfigurationError(
            f"the trace formula {self.text!r} {reason}",
            where=self._where,
            remedy="correct `config.meta.trace`; orchestration/trace/expression.py lists the syntax",
        )


def _exact(number: Number | None) -> Exact:
    return None if number is None else Fraction(number)


def _combine(operator: ast.operator, left: Exact, right: Exact) -> Exact:
    if left is None or right is None:
        return None
    match operator:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
    return left / right if right else None


def _call(name: str, values: Sequence[Exact]) -> Exact:
    if name == "coalesce":
        return next((value for value in values if value is not None), None)
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    match name:
        case "abs":
            return abs(known[0])
        case "least":
            return min(known)
        case "greatest":
            return max(known)
    return known[0] if known[0] == known[1] else None
