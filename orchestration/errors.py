"""All errors of the project: one class per kind, one code per class, one line per message.

The code is the heading of the runbook entry in docs/runbooks/errors.md. A message says what is wrong,
where, and what to do about it; it never contains a key (see `settings.Settings.redact`).
"""

from __future__ import annotations

import re
from typing import ClassVar

from orchestration.foreign_text import printable

_MOST_CHARACTERS = 5000
"""Limit of each part of a message; the longest of our own lists some 100 column names."""


class SmartCityError(Exception):
    """Base of all errors of the project.

    `what` is wrong, `where`, and the `remedy`: what to do. `str()` gives one line.
    """

    code: ClassVar[str] = "SC000"
    exit_status: ClassVar[int] = 1

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what, self.where, self.remedy = (_one_line(t) for t in (what, where, remedy))
        super().__init__(str(self))

    def __str__(self) -> str:
        parts = [f"{self.code} {self.what}"]
        if self.where:
            parts.append(f"at {self.where}")
        if self.remedy:
            parts.append(f"to do: {self.remedy}")
        return " | ".join(parts)

    def as_dict(self) -> dict[str, str]:
        """The arguments of `error_of`, to build the same error in another process."""
        return {"code": self.code, "what": self.what, "where": self.where, "remedy": self.remedy}


def _one_line(text: str) -> str:
    line = printable(" ".join(text[: 2 * _MOST_CHARACTERS].split()))
    return line if len(line) <= _MOST_CHARACTERS else f"{line[:_MOST_CHARACTERS]}…"


class UnexpectedError(SmartCityError):
    """A fault in the code, or a library that broke; the traceback is in a log file."""

    code = "SC000"


class ConfigurationError(SmartCityError):
    """A setting, a declaration or an environment variable that cannot be used."""

    code = "SC101"
    exit_status = 2


class ArrivalRefused(SmartCityError):
    """Data that cannot be accepted; they are moved to quarantine, and the active data are unchanged."""

    code = "SC201"


class SourceUnavailable(SmartCityError):
    """A provider that does not answer, or answers with an error of its own."""

    code = "SC202"


class CredentialRejected(SmartCityError):
    """A provider that refuses the key. Never retried."""

    code = "SC203"


class TaxonomyRefused(SmartCityError):
    """A row of a taxonomy file that cannot be accepted."""

    code = "SC204"


class PeriodMissing(SmartCityError):
    """A period that was asked for and that no source has."""

    code = "SC205"


class StorageError(SmartCityError):
    """The lake cannot be read or written: no space, read-only, damaged bytes."""

    code = "SC301"


class LakeLocked(SmartCityError):
    """Another refresh holds the lake."""

    code = "SC302"


class MemoryShort(SmartCityError):
    """There is less memory, or address space, than the work needs."""

    code = "SC303"


class WarehouseError(SmartCityError):
    """dbt could not build the warehouse, or one of its tests failed."""

    code = "SC401"


class CensusContradicted(SmartCityError):
    """Published cells of one series and year that cannot all be true."""

    code = "SC402"


class GateFailed(SmartCityError):
    """The validation gate refused the marts."""

    code = "SC501"


class ReleaseHeld(SmartCityError):
    """The release is complete and valid but changed more than declared; a person has to accept it."""

    code = "SC502"


class ReleaseInUse(SmartCityError):
    """The database of a release is open for writing in another program."""

    code = "SC602"


class ReleaseError(SmartCityError):
    """A release that does not exist, is damaged, or may not be published."""

    code = "SC601"


class QueryError(SmartCityError):
    """A query that cannot be answered."""

    code = "SC701"


def error_of(code: str, what: str, where: str, remedy: str) -> SmartCityError:
    """The error of that code."""
    kinds = {kind.code: kind for kind in SmartCityError.__subclasses__()}
    return kinds.get(code, SmartCityError)(what, where=where, remedy=remedy)


_LINE = re.compile(
    r"\b(SC\d{3}) (.+?) \| at (.+?) \| to do: (.+?)(?: SQLSTATE: \w+)?$", re.MULTILINE
)


def parse_error(text: str) -> SmartCityError | None:
    """The error whose line `text` contains: dbt and its engines add text of their own around it."""
    found = _LINE.search(text)
    return error_of(*found.groups()) if found else None
