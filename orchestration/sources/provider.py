"""The interface of a provider, and the registry of all providers.

A provider is a module with `collect`, which offers payloads (bundled data or files of users), and `parse`,
which turns raw snapshots into staged tables. One with a web service also has `fetch`, and `service.toml` in
its folder; one of dropped files also has `recognise` (see dropped_file.py). A provider refuses data that it
cannot accept with `ArrivalRefused`; it never guesses and never drops a row without listing it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Protocol, cast

import pyarrow as pa

from orchestration.contracts.declaration import Declaration
from orchestration.contracts.snapshot import Payload, Snapshot
from orchestration.contracts.window import Window
from orchestration.errors import ConfigurationError
from orchestration.lake.source_state import SourceState
from orchestration.settings import Settings

_PROVIDERS = {
    "kosis": "orchestration.sources.kosis.provider",
    "delimited": "orchestration.sources.tables.delimited",
    "taxonomy": "orchestration.sources.taxonomy.provider",
    "seoul": "orchestration.sources.seoul.provider",
    "mdis": "orchestration.sources.mdis.provider",
    "city_workbook": "orchestration.sources.city_workbook.provider",
    "sdot_files": "orchestration.sources.sdot_files.provider",
    "nps": "orchestration.sources.nps.provider",
    "published_aggregates": "orchestration.sources.published_aggregates.provider",
}
"""The registry: a new provider is a folder in `sources/` and a line here."""


@dataclass(frozen=True)
class Batches:
    """Rows of a staged data set that do not fit into memory: tables of `schema`, created one by one."""

    schema: pa.Schema
    tables: Iterable[pa.Table]


Tables = Mapping[str, pa.Table | Batches]
"""Staged rows by data set."""


@dataclass(frozen=True)
class FetchContext:
    """Which periods to fetch, and what the lake already has of the source.

    Without `force`, periods that did not change since they became active are not requested. Where the user
    did not name the source (`is_named`), a window without any of its periods is not an error.
    """

    state: SourceState
    window: Window = field(default_factory=Window)
    force: bool = False
    is_named: bool = True


class Provider(Protocol):
    """What every provider has.

    With the constant `PARSED_ALONE = True`, `parse` gets the snapshots of a partition one by one.
    """

    def collect(self, declaration: Declaration, settings: Settings) -> Iterable[Payload]:
        """The payloads that are available now without a web service."""

    def parse(self, declaration: Declaration, snapshots: Sequence[Snapshot]) -> Tables:
        """The staged rows of the snapshots of one partition, checked; raises `ArrivalRefused`."""


class LiveProvider(Provider, Protocol):
    """A provider with a web service."""

    def fetch(
        self, declaration: Declaration, settings: Settings, context: FetchContext
    ) -> Iterable[Payload | Snapshot]:
        """All parts of every period that is new or changed.

        A part that the lake already has (from an unfinished run, or an hour that did not change) comes
        as its `Snapshot`, any other as a `Payload`. A period comes with all its parts or not at all.
        """


def provider_of(declaration: Declaration) -> Provider:
    """The provider that `declaration` names; raises `ConfigurationError` if it is not registered."""
    module = _PROVIDERS.get(declaration.provider)
    if module is None:
        raise ConfigurationError(
            f"provider {declaration.provider} is not known",
            where=f"declaration {declaration.source_id}.yml",
            remedy=f"use one of {', '.join(sorted(_PROVIDERS))}",
        )
    return cast(Provider, import_module(module))


def live_provider_of(declaration: Declaration) -> LiveProvider:
    """The provider that `declaration` names, as one with a web service."""
    return cast(LiveProvider, provider_of(declaration))
