"""The schema of source declarations, and reading them.

A declaration is a YAML file that describes one source: publisher, licence, how often it changes, provider
and request. A new source of an existing provider is a new file in `sources/declarations/`, without code.
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
    """Base of the parts of a declaration. Unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Licence(Strict):
    """The terms of use. With `derivatives: false` nothing that uses the source is published."""

    id: str
    name: str
    url: HttpUrl
    derivatives: bool


class Column(Strict):
    """A column of a delimited file: its name in the file and in the staged data, and its staged type."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    type: Literal["string", "integer", "decimal", "boolean", "date"] = "string"
    required: bool = False
    unique: bool = False


class Declaration(Strict):
    """One source. Fields are described in docs/sources.md."""

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
    dataset: str = Field(description="the staged data set of the rows")
    bundled: str | None = Field(
        default=None,
        description="a file, or a folder with one file per partition, below data_lake/sample/",
    )
    lists_all_partitions: bool = Field(
        default=False,
        description="every refresh offers all partitions: one that is not offered is deactivated",
    )
    request: dict[str, Any] = Field(default_factory=dict, description="fields of the provider")
    columns: tuple[Column, ...] = ()


def invalid_field(
    error: ValidationError, file_name: str, *above: str, label: str = ""
) -> ConfigurationError:
    """The error that names the first invalid field of a declaration; `above` are the fields around it."""
    first = error.errors(include_url=False)[0]
    return ConfigurationError(
        f"{label}{'.'.join(map(str, (*above, *first['loc'])))}: {first['msg']}",
        where=f"declaration {file_name}",
        remedy="correct the field; docs/sources.md describes each",
    )


def read_declaration(path: Path) -> Declaration:
    """The declaration in `path`. Raises `ConfigurationError` with the name of the wrong field."""
    try:
        content = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
        declaration = Declaration.model_validate(content)
    except yaml.YAMLError as error:
        raise ConfigurationError(
            f"declaration is not YAML: {error}", where=path.name, remedy="correct the file"
        ) from None
    except ValidationError as error:
        raise invalid_field(error, path.name, label="field ") from None
    if declaration.source_id != path.stem:
        raise ConfigurationError(
            f"source_id {declaration.source_id} differs from the name of the file",
            where=f"declaration {path.name}",
            remedy="give both the same name",
        )
    return declaration


@cache
def load_declarations(folder: Path = DECLARATIONS) -> dict[str, Declaration]:
    """All declarations by source_id, sorted."""
    return {path.stem: read_declaration(path) for path in sorted(folder.glob("*.yml"))}
