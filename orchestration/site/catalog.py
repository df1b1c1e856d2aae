"""The words of the pages, in both languages, kept as data in `text/*.yml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from orchestration.site.korean import with_particles
from orchestration.site.numbers import Language

LANGUAGES: tuple[Language, ...] = ("ko", "en")


@dataclass(frozen=True)
class Catalog:
    """The texts of one language, by `file.key`."""

    language: Language
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The text with its placeholders filled; Korean particles fit the words before them."""
        text = self.texts[key]
        for name, value in values.items():
            text = text.replace("{" + name + "}", str(value))
        return with_particles(text) if self.language == "ko" else text

    def named(self, kind: str, code: str) -> str:
        """The name of a code if the catalog knows it, otherwise the code itself."""
        return self.texts.get(f"{kind}.{code}", code)

    def knows(self, key: str) -> bool:
        """Whether there is such a text."""
        return key in self.texts


@cache
def catalog(language: Language) -> Catalog:
    """All texts of this language."""
    return Catalog(language, {key: entry[language] for key, entry in entries().items()})


@cache
def entries() -> Mapping[str, Mapping[str, str]]:
    """Every text with its languages, by `file.key`."""
    found: dict[str, Mapping[str, str]] = {}
    folder = files(__package__) / "text"
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".yml"):
            texts: Mapping[str, Any] = yaml.load(file.read_text("utf-8"), Loader=_LOADER)
            found |= {
                f"{file.name.removesuffix('.yml')}.{key}": text for key, text in texts.items()
            }
    return found


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
