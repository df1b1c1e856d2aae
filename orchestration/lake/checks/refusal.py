"""An error that carries the refused bytes."""

from __future__ import annotations

from orchestration.errors import ArrivalRefused


class AnswerRefused(ArrivalRefused):
    """A response that cannot be accepted. `body`, without any key, goes to quarantine under `name`."""

    def __init__(self, reason: ArrivalRefused, *, name: str, body: bytes) -> None:
        super().__init__(reason.what, where=reason.where, remedy=reason.remedy)
        self.name = name
        self.body = body
