"""A suite as it is written: suites/<mart>.yml, readable as a specification of the mart.

    mart: smart_city_scale
    purpose: what the mart promises, in a sentence
    key: [series, year, region_code]     one row each, no part of it missing, never fewer than last time
    never_fewer: [series, year]          where rows may come and go: what has to stay (default: the key)
    bounds: [value]                      value_low and value_high in order, value where they meet
    revisions:                           how far a published number may move before a person has to look
      - { column: value, limit: 0.1, where: "level = 'total'" }
    expectations:                        on each row by itself, in Great Expectations' own names
      - type: expect_column_values_to_be_between
        column: share_of_nation
        min_value: 0
        max_value: 1
        meaning: a share lies between 0 and 1
    violations:                          queries that have to return no row
      - name: provinces_add_up
        meaning: the provinces add up to the nation
        query: select ... from industry_share ...

A violation query sees every mart, nothing else, and with `needs_previous` the marts of the last release as
`previous.<mart>`. With `holds_release` its rows do not refuse the release but hold it for a person.
What a row cannot say by itself (how many there are, a mean) is a violation too: see `row_wise`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from expectations.row_wise import ROW_WISE, why_not
from orchestration.errors import ConfigurationError

SUITES = Path(__file__).parent / "suites"


class Expectation(BaseModel):
    """One expectation of Great Expectations: its type, what it means, and its arguments."""

    model_config = ConfigDict(extra="allow", frozen=True)

    type: str = Field(pattern=r"^expect_[a-z_]+$")
    meaning: str

    @property
    def name(self) -> str:
        """The type with the column that it looks at."""
        column = self.arguments.get("column")
        return f"{self.type}({column})" if column else self.type

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


class Revision(BaseModel):
    """How far a number may move against the last release: `limit` 0.1 is a tenth of the old value."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: str
    limit: float = Field(gt=0)
    where: str = "true"


class Suite(BaseModel):
    """All that a mart has to fulfil, as written; `expectations.checks` says what is run."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mart: str
    purpose: str
    key: tuple[str, ...] = Field(min_length=1)
    never_fewer: tuple[str, ...] | None = None
    bounds: tuple[str, ...] = ()
    revisions: tuple[Revision, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    violations: tuple[Violation, ...] = ()


def load_suites(folder: Path = SUITES) -> dict[str, Suite]:
    """All suites by mart; raises `ConfigurationError` that names the file and field or expectation."""
    return {path.stem: _load(path) for path in sorted(folder.glob("*.yml"))}


def _load(path: Path) -> Suite:
    try:
        suite = Suite.model_validate(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader))
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
    for expectation in suite.expectations:
        if reason := why_not(expectation.type, expectation.arguments):
            raise ConfigurationError(
                f"{reason}, and a mart is judged in portions",
                where=f"expectations/suites/{path.name}",
                remedy=f"write it as a violation, a query; allowed are: {', '.join(sorted(ROW_WISE))}",
            )
    return suite
