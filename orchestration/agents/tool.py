"""What a tool is: a name, a description, arguments that are checked, and a function that answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from orchestration.agents.answer import Answer
from orchestration.agents.opened import OpenRelease

MOST_CHARACTERS = 200
"""Limit of an argument that is a name or some words."""


class Arguments(BaseModel):
    """The arguments of a tool; other names are refused."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class InLanguage(Arguments):
    """Arguments of a tool whose sentences are in Korean or English."""

    language: Literal["ko", "en"] = Field("ko", description="Language of the sentences.")


@dataclass(frozen=True)
class Tool:
    """One tool. `answer` takes the open release and the checked arguments."""

    name: str
    title: str
    description: str
    arguments: type[Arguments]
    answer: Callable[[OpenRelease, Any], Answer]

    @property
    def input_schema(self) -> Mapping[str, Any]:
        """The JSON schema of the arguments."""
        return self.arguments.model_json_schema()
