"""Dropped files: how a provider recognises the files that users put into the drop folder.

A source whose `request` lists `file_names` accepts dropped files. A file belongs to it if its name matches
one of these patterns and the provider's `recognise` accepts its content.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pydantic import Field, field_validator

from orchestration.contracts.declaration import Declaration
from orchestration.sources.declared_request import DeclaredRequest


@dataclass(frozen=True)
class DroppedFile:
    """`name` is the file's name in composed form (NFC), without folders; `path` has its bytes."""

    name: str
    path: Path


@dataclass(frozen=True)
class Recognised:
    """The partitions that a file belongs to, and which part of them it is.

    A file replaces an earlier one of the same partition and part.
    """

    partitions: tuple[str, ...]
    part: str = "whole"


class Recogniser(Protocol):
    """What a provider of dropped files has besides `parse`."""

    def recognise(self, declaration: Declaration, file: DroppedFile) -> Recognised:
        """Partitions and part of `file`; raises `ArrivalRefused` if its content is not of this source."""


class FileRequest(DeclaredRequest):
    """The fields of `request` that every declaration of dropped files has."""

    file_names: tuple[str, ...]
    example_name: str = Field(default="", description="a name that matches, for messages")

    @field_validator("file_names")
    @classmethod
    def _check_patterns(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern!r} is not a regular expression: {error}") from None
        return patterns


def matched_name(patterns: tuple[str, ...], name: str) -> re.Match[str] | None:
    """The match of the first pattern that matches all of `name`, case-insensitive."""
    matches = (re.fullmatch(pattern, name, re.IGNORECASE) for pattern in patterns)
    return next((match for match in matches if match), None)
