"""The files of a skeleton: new ones are written, existing ones get a text appended."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from orchestration.errors import ConfigurationError
from orchestration.settings import PROJECT_ROOT

TODO = "TODO"


@dataclass
class Skeleton:
    """Paths below the project with their content, and what is left to do."""

    new: dict[str, str] = field(default_factory=dict)
    appended: dict[str, str] = field(default_factory=dict)
    next_steps: list[str] = field(default_factory=list)

    def write(self, project: Path = PROJECT_ROOT) -> list[str]:
        """Write all files and return their paths.

        Raises `ConfigurationError` before anything is written where a new file exists already.
        """
        for path in self.new:
            if (project / path).exists():
                raise ConfigurationError(
                    "the file exists already", where=path, remedy="choose another name or edit it"
                )
        for path, text in self.new.items():
            (project / path).parent.mkdir(parents=True, exist_ok=True)
            (project / path).write_text(text, encoding="utf-8")
        for path, text in self.appended.items():
            before = (project / path).read_text(encoding="utf-8")
            (project / path).write_text(f"{before.rstrip()}\n{text}", encoding="utf-8")
        return [*self.new, *self.appended]


def check_name(name: str) -> None:
    """Raise `ConfigurationError` unless the name is snake_case."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise ConfigurationError(
            f"{name!r} is not a name",
            where="NAME",
            remedy="use lower-case English words joined by _, for example policy_targets",
        )
