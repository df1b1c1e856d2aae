"""A file that a person dropped, and what a provider has to say of it.

A declaration whose `request` lists `file_names` can be dropped: a file is its own when the name has
one of these forms and the provider's `recognise` finds the content that it expects.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

from pydantic import Field, ValidationError, field_validator

from orchestration.contracts.declaration import Declaration, Strict
from orchestration.errors import ConfigurationError


@dataclass(frozen=True)
class DroppedFile:
    """`name` is what the person called it, composed (NFC), no folders; `path` has its bytes."""

    name: str
    path: Path


@dataclass(frozen=True)
class Recognised:
    """The partitions that a file belongs to, and which part of them it is.

    A file takes the place of an earlier one of the same partition and part.
    """

    partitions: tuple[str, ...]
    part: str = "whole"


class Recogniser(Protocol):
    """What a provider of dropped files has besides `collect` and `parse`."""

    def recognise(self, declaration: Declaration, file: DroppedFile) -> Recognised:
        """What `file` is; raises `ArrivalRefused` when its content is not of this source."""


class FileRequest(Strict):
    """The part of `request` that every declaration of dropped files has."""

    file_names: tuple[str, ...]
    example_name: str = Field(default="", description="a name that fits, for messages")

    @classmethod
    def of(cls, declaration: Declaration) -> Self:
        """The request of `declaration`; raises `ConfigurationError` that names the field."""
        try:
            return cls.model_validate(declaration.request)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            raise ConfigurationError(
                f"request.{'.'.join(map(str, first['loc']))}: {first['msg']}",
                where=f"declaration {declaration.source_id}.yml",
                remedy="mend the field; docs/sources.md describes each",
            ) from None

    @field_validator("file_names")
    @classmethod
    def _regular(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern!r} is no regular expression: {error}") from None
        return patterns


def matched_name(patterns: tuple[str, ...], name: str) -> re.Match[str] | None:
    """The match of the first pattern that describes the whole `name`, whatever the case."""
    matches = (re.fullmatch(pattern, name, re.IGNORECASE) for pattern in patterns)
    return next((match for match in matches if match), None)
