"""The web services of the providers, as `sources/<provider>/service.toml` defines each.

A definition has the variable of the key, the address and the limits. It is data, so that `Settings` can
read every key (and hide it in every output) without importing the providers.
"""

from __future__ import annotations

import tomllib
from dataclasses import field
from pathlib import Path

from pydantic import ConfigDict, SecretStr
from pydantic.dataclasses import dataclass

MEBIBYTE = 2**20
GIBIBYTE = 2**30
_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, config=_STRICT)
class Limits:
    """Rate, deadlines and size limits of the requests to one service. Times in seconds, sizes in bytes."""

    calls_per_minute: int
    burst: int = 10
    attempts: int = 6
    wait_initial: float = 1.0
    wait_max: float = 60.0
    patience: float = 900.0
    """All attempts of one request and the waits between them."""
    connect_timeout: float = 10.0
    read_timeout: float = 60.0
    """Between two parts of a response."""
    call_timeout: float = 180.0
    """One attempt: connection, headers and body together."""
    refresh_timeout: float = 3600.0
    """All requests of a refresh to one source."""
    most_calls: int = 2_000
    """Attempts in one refresh of a source."""
    most_bytes: int = 64 * MEBIBYTE
    """One response, uncompressed."""
    most_bytes_in_all: int = 4 * GIBIBYTE
    """All responses of one refresh of a source."""
    most_pages: int = 300
    """Pages that a service may announce for one request."""
    most_splits: int = 500
    """How often a refresh may split a request because the service calls it too large."""


@dataclass(frozen=True, config=_STRICT)
class Service:
    """The web service of one provider. `name` is the provider's.

    `key_variable` and `url_variable` are the environment variables with the key and with another
    address; `without_key` says what happens without a key. `public_key` is a key that anyone may use:
    it is not a secret; `public_key_limit` says what it allows.
    """

    name: str
    key_variable: str
    url_variable: str
    url: str
    without_key: str
    limits: Limits
    public_key: str = ""
    public_key_limit: str = ""

    def is_public(self, key: SecretStr) -> bool:
        """Whether `key` is the one that anyone may use."""
        return bool(self.public_key) and key.get_secret_value() == self.public_key


@dataclass(frozen=True, config=_STRICT)
class ServiceAccess:
    """What a client needs for one service: its definition, and key, address and limits of this process."""

    service: Service
    key: SecretStr = field(repr=False)
    url: str
    limits: Limits


def read_services(folder: Path) -> dict[str, Service]:
    """The services that the folders below `folder` define, by name (the name of the folder)."""
    return {
        path.parent.name: Service(
            name=path.parent.name, **tomllib.loads(path.read_text(encoding="utf-8"))
        )
        for path in sorted(folder.glob("*/service.toml"))
    }


SERVICES = read_services(Path(__file__).parent / "sources")
