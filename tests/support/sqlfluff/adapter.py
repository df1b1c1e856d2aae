"""Stands for dbt's adapter when sqlfluff renders a model: every engine-specific piece, by default."""

from __future__ import annotations

from collections.abc import Callable


def dispatch(name: str, _package: str = "") -> Callable[..., str]:
    """What a macro of macros/engine.sql becomes: SQL of the right shape."""
    if name == "once":
        return lambda: "materialized"
    return lambda *arguments: f"{name}({arguments[0] if arguments else ''})"
