"""The schema of a source declaration, and the declarations themselves.

A declaration says what a data set is, who publishes it, under which licence, how often it changes and
how it is asked for. A new data set is a new file in `declarations/`: a reviewable diff, no code.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, HttpUrl, ValidationError

from orchestration.errors import ConfigurationError

DECLARATIONS = Path(__file__).parents[1] / "sources" / "declarations"


class Strict(BaseModel):
    """A part of a declaration: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Licence(Strict):
    """Under what terms the data may be used; `derivatives: false` stops publication."""

    id: str
    name: str
    url: HttpUrl
    derivatives: bool
    attribution_required: bool = True


class Column(Strict):
    """A column of a delimited file: its name there, its type in the staged data."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    type: Literal["string", "integer", "decimal", "boolean", "date"] = "string"
    required: bool = False
    unique: bool = False


class Declaration(Strict):
    """One data set of one provider."""

    source_id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title_ko: str
    title_en: str
    publisher: str
    landing_page: HttpUrl
    licence: Licence
    attribution_ko: str
    attribution_en: str
    cadence: Literal["once", "on_change", "yearly", "monthly", "weekly"]
    provider: str
    dataset: str = Field(description="the staged data set that the rows go to")
    bundled: str | None = Field(
        default=None,
        description="below data_lake/sample/: a folder with a file a partition, or a file",
    )
    offers_everything: bool = Field(
        default=False, description="a partition that is no longer offered no longer counts"
    )
    request: dict[str, Any] = Field(default_factory=dict, description="read by the provider")
    columns: tuple[Column, ...] = ()


def read_declaration(path: Path) -> Declaration:
    """The declaration in `path`; raises `ConfigurationError` that names the field."""
    try:
        content = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
        declaration = Declaration.model_validate(content)
    except yaml.YAMLError as error:
        raise ConfigurationError(
            f"declaration is not YAML: {error}", where=path.name, remedy="mend the file"
        ) from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ConfigurationError(
            f"field {'.'.join(map(str, first['loc']))}: {first['msg']}",
            where=f"declaration {path.name}",
            remedy="mend the field; docs/sources.md describes each",
        ) from None
    if declaration.source_id != path.stem:
        raise ConfigurationError(
            f"source_id {declaration.source_id} differs from the file's name",
            where=f"declaration {path.name}",
            remedy="give both the same name",
        )
    return declaration


@cache
def load_declarations(folder: Path = DECLARATIONS) -> dict[str, Declaration]:
    """All declarations by source_id, in the order of their names."""
    return {path.stem: read_declaration(path) for path in sorted(folder.glob("*.yml"))}
