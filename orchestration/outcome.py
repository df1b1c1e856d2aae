"""What this process has brought about, for its exit status and its last word, however it ends."""

from __future__ import annotations

_made_current: list[str] = []


def note_current(release_id: str) -> None:
    """This process made `release_id` the current release."""
    _made_current.append(release_id)


def made_current() -> str | None:
    """The release that this process made current last, or None."""
    return _made_current[-1] if _made_current else None
