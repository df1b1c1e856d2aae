"""All settings that a user may set, read from the environment or a .env file. README.md lists them.

Keys are `SecretStr`; only the client of a service calls `.get_secret_value()`. Other modules do not read
the environment: `tests/unit/test_settings.py` checks it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from platformdirs import user_config_path, user_data_path
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from orchestration.errors import ConfigurationError
from orchestration.foreign_text import Secrets
from orchestration.memory import default_memory_limit
from orchestration.services import SERVICES, ServiceAccess

CODE_ROOT = Path(__file__).resolve().parent.parent
"""The folder of the packages: the repository, or where a wheel is installed."""
_BUNDLE = CODE_ROOT / "orchestration" / "_project"
IS_INSTALLED = _BUNDLE.is_dir()
"""Whether this is an installed wheel, which has the files of the project beside the code."""
PROJECT_ROOT = _BUNDLE if IS_INSTALLED else CODE_ROOT
"""The folder of `dbt_project/`, `data_lake/sample/` and `docs/`. Of a wheel it is never written."""
_NAME = "smartcity"
_MEMORY = re.compile(r"[0-9]+(\.[0-9]+)?\s*([KMGT](i?B)?|B|bytes|%)", re.IGNORECASE)
_SCHEMES = {
    "webhook_url": ("https://", "http://"),
    "dagster_postgres_url": ("postgresql://", "postgres://"),
}
_WEB_ADDRESS = re.compile(r"https?://[^\s\"'<>]+")
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"'<>]+")
_KEYS, _URLS = "keys of services", "addresses of services"
"""Names that no variable has: only `_ServiceVariables` sets these fields."""


class Settings(BaseSettings):
    """The settings of a run. Paths are absolute, keys are decoded; an empty variable is not set."""

    model_config = SettingsConfigDict(
        env_file=user_config_path(_NAME) / ".env" if IS_INSTALLED else PROJECT_ROOT / ".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    lake: Path = Field(
        default=user_data_path(_NAME) if IS_INSTALLED else PROJECT_ROOT / "data_lake",
        validation_alias="SMARTCITY_LAKE",
    )
    sample: Path = Field(
        default=PROJECT_ROOT / "data_lake" / "sample", validation_alias="SMARTCITY_SAMPLE"
    )
    """The bundled data, in git: part of the project, not of the lake."""
    environment: Literal["development", "production"] = Field(
        default="development", validation_alias="SMARTCITY_ENVIRONMENT"
    )
    engine: Literal["duckdb", "spark"] = Field(
        default="duckdb", validation_alias="SMARTCITY_ENGINE"
    )
    spark_remote: str | None = Field(default=None, validation_alias="SMARTCITY_SPARK_REMOTE")
    memory_limit: str = Field(
        default_factory=default_memory_limit, validation_alias="SMARTCITY_MEMORY_LIMIT"
    )
    """Memory of DuckDB in each process, in DuckDB's notation."""
    dbt_threads: int = Field(default=2, ge=1, validation_alias="SMARTCITY_DBT_THREADS")
    slice_cells: int = Field(default=300_000, ge=1, validation_alias="SMARTCITY_SLICE_CELLS")
    """Census cells that dbt computes in one slice."""
    code_version: str | None = Field(default=None, validation_alias="SMARTCITY_CODE_VERSION")
    """The version of the code that releases record, where the project is not a git repository."""

    author: str = Field(default="smartcity-warehouse", validation_alias="SMARTCITY_AUTHOR")
    """Who publishes the releases: the author in their citation."""
    address: str | None = Field(default=None, validation_alias="SMARTCITY_ADDRESS")
    """The web address at which the author publishes the releases, for their citation."""
    doi: str | None = Field(default=None, validation_alias="SMARTCITY_DOI")
    """The DOI of the releases."""

    api_keys: Mapping[str, SecretStr] = Field(default={}, validation_alias=_KEYS)
    """The keys that are set, by name of the service."""
    service_urls: Mapping[str, str] = Field(default={}, validation_alias=_URLS)
    """Other addresses than the services' own, by name of the service."""
    call_seconds: float | None = Field(
        default=None, gt=0, allow_inf_nan=False, validation_alias="SMARTCITY_CALL_SECONDS"
    )
    """One request to a service, headers and body together; None: as in its service.toml."""
    source_seconds: float | None = Field(
        default=None, gt=0, allow_inf_nan=False, validation_alias="SMARTCITY_SOURCE_SECONDS"
    )
    """All requests of a refresh to one source."""
    answer_bytes: int | None = Field(default=None, gt=0, validation_alias="SMARTCITY_ANSWER_BYTES")
    """The largest response of a service, uncompressed."""

    webhook_url: SecretStr | None = Field(default=None, validation_alias="SMARTCITY_WEBHOOK_URL")
    dagster_home: Path | None = Field(default=None, validation_alias="DAGSTER_HOME")
    dagster_postgres_url: SecretStr | None = Field(
        default=None, validation_alias="SMARTCITY_DAGSTER_POSTGRES_URL"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 (the interface)
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The usual sources, and the variables that the definitions of the services name."""
        services = _ServiceVariables(settings_cls, dotenv_settings, env_settings)
        return init_settings, services, env_settings, dotenv_settings

    @field_validator("lake", "sample")
    @classmethod
    def _absolute_folder(cls, path: Path) -> Path:
        folder = path.expanduser().resolve()
        if folder.exists() and not folder.is_dir():
            raise ValueError(f"{folder} is not a directory")
        return folder

    @field_validator("spark_remote")
    @classmethod
    def _address_of_spark(cls, address: str | None) -> str | None:
        if address is not None and not address.startswith("sc://"):
            raise ValueError("write an address of Spark Connect, as sc://host:15002")
        return address

    @field_validator("memory_limit")
    @classmethod
    def _with_unit(cls, limit: str) -> str:
        if not _MEMORY.fullmatch(limit.strip()):
            raise ValueError("write a number and a unit, as 3GB or 1500MB")
        return limit.strip()

    @field_validator("author")
    @classmethod
    def _on_one_line(cls, author: str) -> str:
        if not author.strip().isprintable():
            raise ValueError("write the name on one line, without control characters")
        return author.strip()

    @field_validator("address")
    @classmethod
    def _web_address(cls, address: str | None) -> str | None:
        if address is not None and not _WEB_ADDRESS.fullmatch(address):
            raise ValueError("write a web address, as https://example.org/smart-city")
        return address and address.rstrip("/")

    @field_validator("doi")
    @classmethod
    def _without_resolver(cls, doi: str | None) -> str | None:
        plain = doi and doi.removeprefix("https://doi.org/")
        if plain and not _DOI.fullmatch(plain):
            raise ValueError("write a DOI, as 10.5281/zenodo.123")
        return plain

    @field_validator("webhook_url", "dagster_postgres_url")
    @classmethod
    def _secret_address(cls, url: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        """None if blank. A refused address is not repeated: it holds a secret."""
        text = url.get_secret_value().strip() if url is not None else ""
        schemes = _SCHEMES[str(info.field_name)]
        if text and not (text.startswith(schemes) and urlsplit(text).hostname):
            raise ValueError(f"write an address that begins with {schemes[0]}")
        return url if text else None

    @field_validator("dagster_home")
    @classmethod
    def _none_if_blank_path(cls, path: Path | None) -> Path | None:
        return path if path is not None and str(path).strip() else None

    @field_validator("api_keys")
    @classmethod
    def _decoded(cls, keys: Mapping[str, SecretStr]) -> Mapping[str, SecretStr]:
        texts = {name: key.get_secret_value().strip() for name, key in keys.items()}
        return {name: SecretStr(unquote(text)) for name, text in texts.items() if text}

    @property
    def raw(self) -> Path:
        """Raw snapshots."""
        return self.lake / "raw"

    @property
    def staged(self) -> Path:
        """Staged data sets."""
        return self.lake / "staged"

    @property
    def warehouse(self) -> Path:
        """DuckDB files that dbt builds."""
        return self.lake / "warehouse"

    @property
    def aside(self) -> Path:
        """What the last run for single assets built; it belongs to no release."""
        return self.lake / "aside"

    @property
    def kept(self) -> Path:
        """The DuckDB file of the last refresh, from which `whatif` starts."""
        return self.lake / "kept"

    @property
    def releases(self) -> Path:
        """Releases, and the link `current`."""
        return self.lake / "releases"

    @property
    def quarantine(self) -> Path:
        """Refused data, each with `reason.txt`."""
        return self.lake / "quarantine"

    @property
    def landing(self) -> Path:
        """The drop folder: users put files here."""
        return self.lake / "landing"

    @property
    def taxonomies(self) -> Path:
        """Users' taxonomy CSVs; they stay here and are read at every refresh."""
        return self.lake / "taxonomies"

    @property
    def logs(self) -> Path:
        """Logs of runs and alerts, one JSON object per line."""
        return self.lake / "logs"

    @property
    def is_production(self) -> bool:
        """Whether schedules and the sensor of the drop folder are on by default."""
        return self.environment == "production"

    @property
    def dbt_project(self) -> Path:
        """The folder of the dbt project."""
        return PROJECT_ROOT / "dbt_project"

    def dbt_variables(self) -> dict[str, str]:
        """The settings that dbt reads from the environment (profiles.yml, macros)."""
        return {
            "SMARTCITY_MEMORY_LIMIT": self.memory_limit,
            "SMARTCITY_DBT_THREADS": str(self.dbt_threads),
            "SMARTCITY_SLICE_CELLS": str(self.slice_cells),
        }

    def url_of(self, name: str) -> str:
        """The address of the service `name`."""
        return self.service_urls.get(name, SERVICES[name].url)

    def access_to(self, name: str) -> ServiceAccess | None:
        """Key, address and limits of the service `name`; None without a key."""
        key = self.api_keys.get(name)
        if key is None:
            return None
        service = SERVICES[name]
        changed: dict[str, Any] = {
            "call_timeout": self.call_seconds,
            "refresh_timeout": self.source_seconds,
            "most_bytes": self.answer_bytes,
        }
        limits = replace(service.limits, **{k: v for k, v in changed.items() if v is not None})
        return ServiceAccess(service, key, self.url_of(name), limits)

    @cached_property
    def _secrets(self) -> Secrets:
        keys = (k for name, k in self.api_keys.items() if not SERVICES[name].is_public(k))
        addresses = (a for a in (self.webhook_url, self.dagster_postgres_url) if a is not None)
        return Secrets(secret.get_secret_value() for secret in (*keys, *addresses))

    def redact(self, text: str) -> str:
        """`text` with every key, in any encoding, and every secret address replaced by `***`."""
        return self._secrets.redact(text)


class _ServiceVariables(PydanticBaseSettingsSource):
    """The values of `api_keys` and `service_urls`, from the variables that `SERVICES` names."""

    def __init__(
        self, settings_cls: type[BaseSettings], *sources: PydanticBaseSettingsSource
    ) -> None:
        """`sources` have the variables; a later one has priority."""
        super().__init__(settings_cls)
        self._variables: dict[str, str | None] = {}
        for source in sources:
            self._variables |= getattr(source, "env_vars", {})

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """No value of a single field: `__call__` gives them all."""
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        """The fields with the variables that are set and not empty, by name of the service."""
        fields = {
            _KEYS: {s.name: s.key_variable for s in SERVICES.values()},
            _URLS: {s.name: s.url_variable for s in SERVICES.values()},
        }
        return {
            field: {
                name: value
                for name, variable in variables.items()
                # pydantic-settings has the names of variables in lower case
                if (value := self._variables.get(variable.lower()))
            }
            for field, variables in fields.items()
        }


def load_settings() -> Settings:
    """The settings of this process; raises `ConfigurationError` with one line when one is invalid."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        reason = first["msg"].removeprefix("Value error, ")
        raise ConfigurationError(
            f"setting {'.'.join(map(str, first['loc']))} cannot be used: {reason}",
            where="environment or .env",
            remedy="correct the variable; README.md lists all of them",
        ) from None
