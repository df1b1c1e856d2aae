"""The base of every provider's model of the `request` of a declaration."""

from __future__ import annotations

from typing import Self

from pydantic import ValidationError

from orchestration.contracts.declaration import Declaration, Strict
from orchestration.errors import ConfigurationError


class DeclaredRequest(Strict):
    """The `request` of a declaration; a provider adds its fields."""

    @classmethod
    def of(cls, declaration: Declaration) -> Self:
        """The request of `declaration`; raises `ConfigurationError` that names the invalid field."""
        try:
            return cls.model_validate(declaration.request)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            raise ConfigurationError(
                f"{'.'.join(('request', *map(str, first['loc'])))}: {first['msg']}",
                where=f"declaration {declaration.source_id}.yml",
                remedy="correct the field; docs/sources.md describes each",
            ) from None
