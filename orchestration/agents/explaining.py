"""The tool `explain_term`: terms of the glossary, codes of the marts, and columns."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from orchestration.agents.answer import Answer, cut
from orchestration.agents.named import Named, search
from orchestration.agents.opened import OpenRelease
from orchestration.agents.tool import MOST_CHARACTERS, InLanguage, Tool
from orchestration.terms.codes import load_codes
from orchestration.terms.glossary import load_glossary

_CLOSEST = {
    "ko": "용어집에 그 낱말이 없어 가장 비슷한 용어를 제시함",
    "en": "the glossary has no such term; these are the closest ones",
}
_NOTHING = {
    "ko": "용어집에도 마트의 열에도 없는 낱말: 이 서버가 뜻을 알지 못함",
    "en": "neither the glossary nor any mart has this word: this server does not know its meaning",
}


class Explaining(InLanguage):
    """Arguments of `explain_term`."""

    term: str = Field(
        description="A term, code or column, Korean or English (입지계수, bounded, share).",
        min_length=1,
        max_length=MOST_CHARACTERS,
    )
    limit: int = Field(8, ge=1, le=100, description="Most terms in the answer.")


def explain_term(release: OpenRelease, wanted: Explaining) -> Answer:
    """The definitions of the term, or of the closest ones."""
    found, contained = search(wanted.term, [*_terms(), *_codes(), *_columns(release)])
    shown, limits = cut([thing.record() for thing in found], wanted.limit)
    answer = Answer({"terms": shown, "limit": limits})
    if not contained:
        answer.notes.append((_CLOSEST if found else _NOTHING)[wanted.language])
    return answer


def _terms() -> Iterator[Named]:
    for group in load_glossary():
        for term in group.terms:
            facts = {
                "name_ko": term.names["ko"],
                "name_en": term.names["en"],
                "definition_ko": term.definitions["ko"],
                "definition_en": term.definitions["en"],
                "subject": group.titles["en"],
            }
            yield Named("term", term.term_id, (term.names["ko"], term.names["en"]), facts)


def _codes() -> Iterator[Named]:
    for column, codes in load_codes().items():
        for code, names in codes.items():
            facts = {"column": column, "name_ko": names["ko"], "name_en": names["en"]}
            yield Named("code", code, (names["ko"], names["en"]), facts)


def _columns(release: OpenRelease) -> Iterator[Named]:
    rows = release.rows(
        "select column_name, description_ko, description_en, list(mart order by mart) as marts"
        " from data_dictionary group by all order by column_name"
    )
    for row in rows:
        facts = {
            "definition_ko": row["description_ko"],
            "definition_en": row["description_en"],
            "marts": row["marts"],
        }
        yield Named("column", row["column_name"], (row["column_name"],), facts)


TOOL = Tool(
    "explain_term",
    "Explain a term",
    "The definition of a term, a code or a column in Korean and English, from the glossary and the data"
    " dictionary: what is a location quotient, what does `bounded` or reliability C mean.",
    Explaining,
    explain_term,
)
