"""Where things are and which keys we have: read once from the environment or a .env file.

Keys are `SecretStr` and leave this module only through `.get_secret_value()` in a provider's client.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from orchestration.errors import ConfigurationError
from orchestration.foreign_text import Secrets

PUBLIC_KEY = "sample"
"""The key of the Seoul service that anyone may use: no secret."""

PROJECT_ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """All settings of a run. Paths are absolute; keys are decoded once, whichever way they were given."""

    model_config = SettingsConfigDict(
        env_file=PROJECT_ROOT / ".env", env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    lake: Path = Field(default=PROJECT_ROOT / "data_lake", validation_alias="SMARTCITY_LAKE")
    sample: Path = Field(
        default=PROJECT_ROOT / "data_lake" / "sample", validation_alias="SMARTCITY_SAMPLE"
    )
    """The bundled data, in git; it lies with the project, not with the lake."""
    environment: str = Field(default="development", validation_alias="SMARTCITY_ENVIRONMENT")
    engine: Literal["duckdb", "spark"] = Field(
        default="duckdb", validation_alias="SMARTCITY_ENGINE"
    )
    spark_remote: str | None = Field(default=None, validation_alias="SMARTCITY_SPARK_REMOTE")
    kosis_api_key: SecretStr | None = Field(default=None, validation_alias="KOSIS_API_KEY")
    seoul_api_key: SecretStr | None = Field(default=None, validation_alias="SEOUL_API_KEY")
    kosis_url: str = Field(
        default="https://kosis.kr/openapi/", validation_alias="SMARTCITY_KOSIS_URL"
    )
    seoul_url: str = Field(
        default="http://openapi.seoul.go.kr:8088/", validation_alias="SMARTCITY_SEOUL_URL"
    )

    webhook_url: SecretStr | None = Field(default=None, validation_alias="SMARTCITY_WEBHOOK_URL")
    dagster_postgres_url: SecretStr | None = Field(
        default=None, validation_alias="SMARTCITY_DAGSTER_POSTGRES_URL"
    )

    @field_validator("lake", "sample")
    @classmethod
    def _absolute(cls, path: Path) -> Path:
        return path.expanduser().resolve()

    @field_validator("webhook_url", "dagster_postgres_url")
    @classmethod
    def _none_if_empty(cls, url: SecretStr | None) -> SecretStr | None:
        return url if url is not None and url.get_secret_value().strip() else None

    @field_validator("kosis_api_key", "seoul_api_key")
    @classmethod
    def _decoded(cls, key: SecretStr | None) -> SecretStr | None:
        if key is None or not key.get_secret_value().strip():
            return None
        return SecretStr(unquote(key.get_secret_value().strip()))

    @property
    def raw(self) -> Path:
        return self.lake / "raw"

    @property
    def staged(self) -> Path:
        return self.lake / "staged"

    @property
    def warehouse(self) -> Path:
        return self.lake / "warehouse"

    @property
    def releases(self) -> Path:
        return self.lake / "releases"

    @property
    def quarantine(self) -> Path:
        return self.lake / "quarantine"

    @property
    def landing(self) -> Path:
        """Where a person drops files."""
        return self.lake / "landing"

    @property
    def taxonomies(self) -> Path:
        """Where a person drops taxonomy CSVs; they stay there and are read at every refresh."""
        return self.lake / "taxonomies"

    @property
    def logs(self) -> Path:
        """What ran and what was told: one JSON line an event."""
        return self.lake / "logs"

    @property
    def is_production(self) -> bool:
        """Whether schedules and the drop folder's sensor are on by themselves."""
        return self.environment == "production"

    @property
    def dbt_project(self) -> Path:
        return PROJECT_ROOT / "dbt_project"

    def secrets(self) -> list[str]:
        """Every key that is set."""
        keys = (self.kosis_api_key, self.seoul_api_key)
        return [k.get_secret_value() for k in keys if k is not None]

    @cached_property
    def _secrets(self) -> Secrets:
        addresses = (self.webhook_url, self.dagster_postgres_url)
        secrets = (*self.secrets(), *(a.get_secret_value() for a in addresses if a))
        return Secrets(secret for secret in secrets if secret != PUBLIC_KEY)

    def redact(self, text: str) -> str:
        """`text` with every key, in any encoding, and every secret address replaced by `***`."""
        return self._secrets.redact(text)


def load_settings() -> Settings:
    """The settings of this process; raises `ConfigurationError` with one line when they cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise ConfigurationError(
            f"setting {'.'.join(map(str, first['loc']))} cannot be used: {first['msg']}",
            where="environment or .env",
            remedy="correct the variable; README.md lists all of them",
        ) from None
