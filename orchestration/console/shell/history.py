"""The history of the shell: a file in the user's state directory."""

from __future__ import annotations

from platformdirs import user_state_path
from prompt_toolkit.history import FileHistory, History, InMemoryHistory


def open_history() -> History:
    """The history of earlier sessions; one that is not kept where the file cannot be written."""
    path = user_state_path("smartcity") / "shell_history"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(path)
