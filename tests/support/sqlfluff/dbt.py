"""Stands for dbt's cross-database functions when sqlfluff renders a model."""

from __future__ import annotations

from collections.abc import Callable


def type_string() -> str:
    """The type of text."""
    return "varchar"


def __getattr__(name: str) -> Callable[..., str]:
    if name.startswith("__"):
        raise AttributeError(name)
    return lambda *arguments: "varchar" if name.startswith("type_") else f"{name}(1)"
