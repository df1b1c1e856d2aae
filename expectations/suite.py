"""A suite as it is written: suites/<mart>.yml, readable as a specification of the mart.

    mart: industry_share
    purpose: what the mart promises, in a sentence
    expectations:            on the rows of the mart, in Great Expectations' own names
      - type: expect_column_values_to_be_between
        column: share_of_nation
        min_value: 0
        max_value: 1
        meaning: a share lies between 0 and 1
    violations:              queries that have to return no row
      - name: provinces_add_up
        meaning: the provinces add up to the nation
        query: select ... from industry_share ...
        needs_previous: false

A violation query sees every mart of the warehouse and, with `needs_previous`, the marts of the last
release as `previous.<mart>`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from orchestration.errors import ConfigurationError

SUITES = Path(__file__).parent / "suites"


class Expectation(BaseModel):
    """One expectation of Great Expectations: its type, what it means, and its arguments."""

    model_config = ConfigDict(extra="allow", frozen=True)

    type: str = Field(pattern=r"^expect_[a-z_]+$")
    meaning: str

    @property
    def arguments(self) -> Mapping[str, Any]:
        """Everything that is handed on to Great Expectations."""
        return dict(self.model_extra or {})


class Violation(BaseModel):
    """A query whose rows are what is wrong."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    meaning: str
    query: str
    needs_previous: bool = False
    holds_release: bool = Field(
        default=False, description="a person may accept it: the release is held, not refused"
    )


class Suite(BaseModel):
    """All that a mart has to fulfil."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mart: str
    purpose: str
    expectations: tuple[Expectation, ...] = ()
    violations: tuple[Violation, ...] = ()


def load_suites(folder: Path = SUITES) -> dict[str, Suite]:
    """All suites by mart; raises `ConfigurationError` that names the file and field."""
    return {path.stem: _load(path) for path in sorted(folder.glob("*.yml"))}


def _load(path: Path) -> Suite:
    try:
        suite = Suite.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError) as error:
        raise ConfigurationError(
            f"suite cannot be read: {error}",
            where=f"expectations/suites/{path.name}",
            remedy="mend the file; expectations/suite.py shows the form",
        ) from None
    if suite.mart != path.stem:
        raise ConfigurationError(
            f"suite is of mart {suite.mart}",
            where=f"expectations/suites/{path.name}",
            remedy="give file and mart the same name",
        )
    return suite
