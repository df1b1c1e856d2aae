"""Answers one call of a tool: checks the arguments, opens the current release, gives errors as one line."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from orchestration.agents.answer import to_record
from orchestration.agents.opened import open_current
from orchestration.agents.tool import Arguments, Tool
from orchestration.agents.tools import TOOLS
from orchestration.errors import QueryError
from orchestration.foreign_text import shown
from orchestration.settings import Settings
from orchestration.unexpected import explain

_NEW_RELEASE = (
    "release {new} became current after the last answer, which is from {old}:"
    " numbers of both may differ, do not mix them"
)


@dataclass(frozen=True)
class Reply:
    """An answer, or an error in one line."""

    record: dict[str, Any] | None
    error: str = ""


class Calls:
    """The calls of one client; knows from which release the last answer is."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._last: str | None = None

    def call(self, name: str, arguments: dict[str, Any] | None) -> Reply:
        """The reply to a call. Never raises but for a signal; no error contains a key or a traceback."""
        try:
            return Reply(self._answer(name, arguments or {}))
        except Exception as error:
            line = self._settings.redact(str(explain(error)))
            return Reply(None, line.replace(str(self._settings.lake), "data_lake"))

    def _answer(self, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
        tool = _tool(name)
        checked = _checked(tool, arguments)
        with open_current(self._settings) as release:
            record = to_record(release, tool.answer(release, checked))
            new, old = release.record.release_id, self._last
        if old not in (None, new):
            record["notes"].insert(0, _NEW_RELEASE.format(new=new, old=old))
        self._last = new
        return record


def _tool(name: str) -> Tool:
    if name in TOOLS:
        return TOOLS[name]
    close = difflib.get_close_matches(name[:200], TOOLS, 1)
    advice = f"did you mean {close[0]}? " if close else ""
    raise QueryError(
        f"there is no tool {shown(name, 60)}", remedy=f"{advice}use one of: {', '.join(TOOLS)}"
    )


def _checked(tool: Tool, arguments: dict[str, Any]) -> Arguments:
    """The arguments with defaults; an optional one that is null is left out."""
    given = {name: value for name, value in arguments.items() if value is not None}
    try:
        return tool.arguments.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = shown(".".join(map(str, first["loc"])), 60)[1:-1]
        known = ", ".join(tool.arguments.model_fields) or "none"
        raise QueryError(
            f"{tool.name}: {first['msg']}",
            where=f"the argument `{place}`",
            remedy=f"the arguments are: {known}",
        ) from None
