"""Every registered provider has the functions that its kind needs."""

from __future__ import annotations

import pytest

from orchestration.contracts.declaration import load_declarations
from orchestration.errors import ConfigurationError
from orchestration.services import SERVICES
from orchestration.sources.provider import provider_of


@pytest.mark.parametrize("source_id", load_declarations())
def test_the_provider_of_every_source_is_complete(source_id: str) -> None:
    declaration = load_declarations()[source_id]
    provider = provider_of(declaration)
    wanted = {"collect", "parse"}
    wanted |= {"fetch"} if declaration.provider in SERVICES else set()
    wanted |= {"recognise"} if "file_names" in declaration.request else set()
    assert [name for name in sorted(wanted) if not callable(getattr(provider, name, None))] == []


def test_an_unknown_provider_is_refused() -> None:
    declaration = load_declarations()["kosis_census"].model_copy(update={"provider": "nobody"})
    with pytest.raises(ConfigurationError, match=r"provider nobody is not known.*use one of"):
        provider_of(declaration)
