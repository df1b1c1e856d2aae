"""Reads the suites: suites/<mart>.yml, readable as a specification of the mart.

    mart: smart_city_scale
    purpose: what the mart promises, in one sentence
    never_fewer: [series, year]          values that must not disappear between releases (default: the key)
    bounds: [value]                      value_low is not above value_high, and value exists where they meet
    revisions:                           how far a published number may change without a person's acceptance
      - { column: value, limit: 0.1, where: "level = 'total'" }
    expectations:                        checks of each row separately, with the names of Great Expectations
      - type: expect_column_values_to_be_between
        column: share_of_nation
        min_value: 0
        max_value: 1
        meaning: a share is between 0 and 1
    violations:                          queries that must return no row
      - name: provinces_add_up
        meaning: the provinces add up to the nation
        query: select ... from industry_share ...

The key of the mart is not repeated here: it is `config.meta.key` of the dbt model. Every suite checks that
the key is unique and has no null.

A violation query can read every mart and, with `needs_previous`, the marts of the previous release as
`previous.<mart>`. With `holds_release` its rows do not reject the release but hold it for a person.
A check over several rows (a number of rows, a mean) is a violation query: see `row_wise`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from expectations.row_wise import ROW_WISE, why_not
from orchestration.errors import ConfigurationError
from orchestration.warehouse.manifest import mart_models

SUITES = Path(__file__).parent / "suites"


class Expectation(BaseModel):
    """One expectation of Great Expectations: its type, its meaning and its arguments."""

    model_config = ConfigDict(extra="allow", frozen=True)

    type: str = Field(pattern=r"^expect_[a-z_]+$")
    meaning: str

    @property
    def name(self) -> str:
        """The type with the column that it checks."""
        column = self.arguments.get("column")
        return f"{self.type}({column})" if column else self.type

    @property
    def arguments(self) -> Mapping[str, Any]:
        """Everything that is passed to Great Expectations."""
        return dict(self.model_extra or {})


class Violation(BaseModel):
    """A query that returns the wrong rows."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    meaning: str
    query: str
    needs_previous: bool = False
    holds_release: bool = Field(
        default=False, description="a person may accept the rows: the release is held, not rejected"
    )


class Revision(BaseModel):
    """How far a number may differ from the previous release: `limit` 0.1 is a tenth of the old value."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: str
    limit: float = Field(gt=0)
    where: str = "true"


class _Written(BaseModel):
    """The content of a suite file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mart: str
    purpose: str
    never_fewer: tuple[str, ...] | None = None
    bounds: tuple[str, ...] = ()
    revisions: tuple[Revision, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    violations: tuple[Violation, ...] = ()


class Suite(_Written):
    """The checks of one mart, with its key; `expectations.checks` lists what is run."""

    key: tuple[str, ...] = Field(min_length=1)


def load_suites(
    folder: Path = SUITES, keys: Mapping[str, Sequence[str]] | None = None
) -> dict[str, Suite]:
    """All suites in `folder` by mart.

    `keys` are the key columns of the marts, by default those that dbt's manifest declares. Raises
    `ConfigurationError` with the file and the field or expectation.
    """
    if keys is None:
        keys = {mart: node["config"]["meta"]["key"] for mart, node in mart_models().items()}
    return {path.stem: _load(path, keys) for path in sorted(folder.glob("*.yml"))}


def _load(path: Path, keys: Mapping[str, Sequence[str]]) -> Suite:
    where = f"expectations/suites/{path.name}"
    if path.stem not in keys:
        raise ConfigurationError(
            f"there is no mart {path.stem}",
            where=where,
            remedy="give the suite the name of a mart in dbt_project/models/marts/",
        )
    try:
        written = _Written.model_validate(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader))
    except (yaml.YAMLError, ValidationError) as error:
        raise ConfigurationError(
            f"suite cannot be read: {error}",
            where=where,
            remedy="correct the file; expectations/suite.py describes the format",
        ) from None
    if written.mart != path.stem:
        raise ConfigurationError(
            f"suite is for mart {written.mart}",
            where=where,
            remedy="give the file and the mart the same name",
        )
    for expectation in written.expectations:
        if reason := why_not(expectation.type, expectation.arguments):
            raise ConfigurationError(
                f"{reason}, and a mart is checked in portions",
                where=where,
                remedy=f"write it as a violation query; allowed are: {', '.join(sorted(ROW_WISE))}",
            )
    return Suite(**dict(written), key=tuple(keys[path.stem]))
