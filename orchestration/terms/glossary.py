"""The glossary: the terms of the project with their definitions, in Korean and English."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from orchestration.terms.codes import Language

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Term:
    """One term. `names` and `definitions` are by language; definitions are one line of Markdown."""

    term_id: str
    names: Mapping[Language, str]
    definitions: Mapping[Language, str]


@dataclass(frozen=True)
class TermGroup:
    """The terms of one subject; `titles` are by language."""

    group_id: str
    titles: Mapping[Language, str]
    terms: Sequence[Term]


@cache
def load_glossary() -> Sequence[TermGroup]:
    """All groups of terms, in the order in which they are shown."""
    written = yaml.load((files(__package__) / "glossary.yml").read_text("utf-8"), Loader=_LOADER)
    return tuple(
        TermGroup(
            group_id,
            group["title"],
            tuple(
                Term(term_id, term["name"], {"ko": term["ko"], "en": term["en"]})
                for term_id, term in group["terms"].items()
            ),
        )
        for group_id, group in written.items()
    )


_TEXTS: Mapping[Language, Mapping[str, str]] = {
    "ko": {
        "title": "용어집",
        "lead": "프로젝트에서 쓰는 용어와 그 뜻이다. 문서, 코드, 페이지, 엑셀 파일이 같은 용어를 쓴다.\n"
        "지표의 산출 방법: [methodology.ko.md](methodology.ko.md). English: [glossary.md](glossary.md).",
        "heading": "| 용어 | 영어 | 뜻 |",
    },
    "en": {
        "title": "Glossary",
        "lead": "The terms of the project, each with one definition. Documents, code, pages and workbook "
        "use these terms.\nHow each measure is computed: [methodology.md](methodology.md). "
        "한국어: [glossary.ko.md](glossary.ko.md).",
        "heading": "| term | Korean | definition |",
    },
}


def write_markdown(language: Language) -> str:
    """The glossary as a Markdown document of this language; `docs/` holds it."""
    texts = _TEXTS[language]
    other: Language = "en" if language == "ko" else "ko"
    lines = [
        "<!-- Written from orchestration/terms/glossary.yml by `python -m tools.glossary`. -->",
        f"# {texts['title']}\n",
        texts["lead"],
    ]
    for group in load_glossary():
        lines += [f"\n## {group.titles[language]}\n", texts["heading"], "|---|---|---|"]
        lines += [
            f"| {term.names[language]} | {term.names[other]} | {term.definitions[language]} |"
            for term in group.terms
        ]
    return "\n".join(lines) + "\n"
