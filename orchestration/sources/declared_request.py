"""The base of every provider's model of the `request` of a declaration."""

from __future__ import annotations

from typing import Self

from pydantic import ValidationError

from orchestration.contracts.declaration import Declaration, Strict, invalid_field


class DeclaredRequest(Strict):
    """The `request` of a declaration; a provider adds its fields."""

    @classmethod
    def of(cls, declaration: Declaration) -> Self:
        """The request of `declaration`; raises `ConfigurationError` that names the invalid field."""
        try:
            return cls.model_validate(declaration.request)
        except ValidationError as error:
            raise invalid_field(error, f"{declaration.source_id}.yml", "request") from None
