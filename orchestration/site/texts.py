"""The texts of the pages, in Korean and English, read from `text/*.yml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from orchestration.site.korean import with_particles
from orchestration.site.numbers import Language
from orchestration.terms.codes import code_label

LANGUAGES: tuple[Language, ...] = ("ko", "en")


@dataclass(frozen=True)
class Texts:
    """The texts of one language, by `file.key`."""

    language: Language
    by_key: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The text of `key` with its placeholders filled; Korean particles fit the words before them.

        Raises `KeyError` for an unknown key.
        """
        text = self.by_key[key]
        for name, value in values.items():
            text = text.replace("{" + name + "}", str(value))
        return with_particles(text) if self.language == "ko" else text

    def label(self, kind: str, code: str) -> str:
        """The name of a code: the text `kind.code` of the pages, else its name in all outputs, else `code`.

        `kind` is a column of the marts, or a file of texts.
        """
        return self.by_key.get(f"{kind}.{code}") or code_label(kind, code, self.language) or code

    def has(self, key: str) -> bool:
        """Whether there is a text for `key`."""
        return key in self.by_key


@cache
def load_texts(language: Language) -> Texts:
    """All texts of one language."""
    return Texts(language, {key: entry[language] for key, entry in load_entries().items()})


@cache
def load_entries() -> Mapping[str, Mapping[str, str]]:
    """Every text in both languages: `file.key` -> language -> text."""
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
