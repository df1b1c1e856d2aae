"""What a provider has to offer, and which provider a declaration names.

A provider collects payloads (from the network, from files) and parses snapshots into staged tables.
It refuses what it cannot accept with `ArrivalRefused`; it never guesses and never drops a row unseen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Protocol, cast

import pyarrow as pa

from orchestration.errors import ConfigurationError
from orchestration.lake.ledger import Ledger
from orchestration.lake.manifest import Payload, Snapshot
from orchestration.settings import Settings
from orchestration.sources.declaration import Declaration
from orchestration.sources.window import Window


@dataclass(frozen=True)
class Batches:
    """Rows of a staged data set that are too many for memory: tables of `schema`, made one by one."""

    schema: pa.Schema
    tables: Iterable[pa.Table]


Tables = Mapping[str, pa.Table | Batches]
"""Staged rows by data set."""


@dataclass(frozen=True)
class Ask:
    """What a live source is asked for, and what the lake has of it already.

    Without `force`, periods that did not change since they came into force are not asked for. Where the
    source is not `named` by the person who asks, a window without any of its periods is no mistake.
    """

    ledger: Ledger
    window: Window = field(default_factory=Window)
    force: bool = False
    named: bool = True


_PROVIDERS = {
    "kosis": "orchestration.sources.kosis.provider",
    "delimited": "orchestration.sources.delimited",
    "taxonomy": "orchestration.sources.taxonomy",
    "seoul": "orchestration.sources.seoul.provider",
    "mdis": "orchestration.sources.mdis",
    "city_workbook": "orchestration.sources.workbook",
    "sdot_files": "orchestration.sources.sdot_files",
    "nps": "orchestration.sources.nps",
}


class Provider(Protocol):
    """A module (or object) with these two functions.

    With `PARSED_ALONE = True` it is given the snapshots of a partition one by one: none needs another.
    """

    def collect(self, declaration: Declaration, settings: Settings) -> Iterable[Payload]:
        """The payloads that the source offers now."""

    def parse(self, declaration: Declaration, snapshots: Sequence[Snapshot]) -> Tables:
        """The staged rows of one partition's snapshots, checked; raises `ArrivalRefused`."""


class LiveProvider(Provider, Protocol):
    """A provider with a service on the network."""

    def fetch(
        self, declaration: Declaration, settings: Settings, ask: Ask
    ) -> Iterable[Payload | Snapshot]:
        """All parts of every period that is new or changed.

        A part that the lake has already (of an unfinished run, or an hour that did not change) is
        given as its `Snapshot`, any other as a `Payload`. A period is given whole or not at all.
        """


def provider_of(declaration: Declaration) -> Provider:
    """The provider that `declaration` names."""
    module = _PROVIDERS.get(declaration.provider)
    if module is None:
        raise ConfigurationError(
            f"provider {declaration.provider} is not known",
            where=f"declaration {declaration.source_id}.yml",
            remedy=f"use one of {', '.join(sorted(_PROVIDERS))}",
        )
    return cast(Provider, import_module(module))


def live_provider_of(declaration: Declaration) -> LiveProvider:
    """The provider that `declaration` names, which has a service on the network."""
    return cast(LiveProvider, provider_of(declaration))
