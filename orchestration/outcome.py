"""The release that this process made current, for its exit status and its last message."""

from __future__ import annotations

_made_current: list[str] = []


def note_current(release_id: str) -> None:
    """Record that this process made `release_id` the current release."""
    _made_current.append(release_id)


def made_current() -> str | None:
    """The last release that this process made current, or None."""
    return _made_current[-1] if _made_current else None
