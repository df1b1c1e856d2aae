"""What a provider has to offer, and which provider a declaration names.

A provider collects payloads (from the network, from files) and parses snapshots into staged tables.
It refuses what it cannot accept with `ArrivalRefused`; it never guesses and never drops a row unseen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import Protocol, cast

import pyarrow as pa

from orchestration.errors import ConfigurationError
from orchestration.lake.manifest import Payload, Snapshot
from orchestration.settings import Settings
from orchestration.sources.declaration import Declaration

Tables = Mapping[str, pa.Table]
"""Staged tables by data set."""

_PROVIDERS = {
    "kosis": "orchestration.sources.kosis.provider",
    "delimited": "orchestration.sources.delimited",
    "taxonomy": "orchestration.sources.taxonomy",
}


class Provider(Protocol):
    """A module (or object) with these two functions."""

    def collect(self, declaration: Declaration, settings: Settings) -> Iterable[Payload]:
        """The payloads that the source offers now."""

    def parse(self, declaration: Declaration, snapshots: Sequence[Snapshot]) -> Tables:
        """The staged rows of one partition's snapshots, checked; raises `ArrivalRefused`."""


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
