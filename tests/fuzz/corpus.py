"""The targets of the folder `targets`, and the files of the gallery that each starts from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

TARGETS = Path(__file__).parent / "targets"
GALLERY = Path(__file__).parents[1] / "gallery"


@dataclass(frozen=True)
class Target:
    """A parser under test: `run` gives it bytes and lets only our own errors pass."""

    name: str
    run: Callable[[bytes], None]
    patterns: tuple[str, ...]

    def corpus(self) -> list[bytes]:
        """The files that it starts from, smallest first."""
        paths = {path for pattern in self.patterns for path in GALLERY.glob(pattern)}
        return sorted((p.read_bytes() for p in paths if p.is_file()), key=lambda c: (len(c), c))


def names() -> list[str]:
    """All targets."""
    return sorted(path.stem for path in TARGETS.glob("*.py") if path.stem != "__init__")


def load(name: str) -> Target:
    """The target `name`."""
    module = import_module(f"tests.fuzz.targets.{name}")
    folder = name.split("_")[0]
    return Target(name, module.run, getattr(module, "CORPUS", (f"{folder}/*",)))
