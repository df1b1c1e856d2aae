"""`python -O` removes asserts: in our code they may only tell the type checker what is known."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from orchestration.settings import PROJECT_ROOT

NARROWING_CALLS = ("isinstance", "callable")


def asserts() -> Iterator[tuple[Path, ast.Assert]]:
    for folder in ("orchestration", "expectations"):
        for path in sorted((PROJECT_ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Assert):
                    yield path.relative_to(PROJECT_ROOT), node


def narrows(test: ast.expr) -> bool:
    """Whether the condition only names a type: `x is not None`, `isinstance(x, T)`, `callable(x)`."""
    match test:
        case ast.Compare(ops=[ast.IsNot()], comparators=[ast.Constant(value=None)]):
            return True
        case ast.Call(func=ast.Name(id=name)):
            return name in NARROWING_CALLS
        case ast.BoolOp(op=ast.And(), values=values):
            return all(map(narrows, values))
    return False


def test_asserts_only_narrow_types() -> None:
    assert [(str(path), node.lineno) for path, node in asserts() if not narrows(node.test)] == []


def test_no_code_reads_docstrings() -> None:
    """`python -OO` removes those; the command starts again without it for libraries that need them."""
    users = [
        path
        for folder in ("orchestration", "expectations")
        for path in (PROJECT_ROOT / folder).rglob("*.py")
        if "__doc__" in path.read_text(encoding="utf-8")
    ]
    assert users == []
