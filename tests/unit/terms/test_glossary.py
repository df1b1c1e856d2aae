"""The glossary is written once; the documents are generated from it."""

from collections import Counter

import pytest

from orchestration.terms.codes import Language
from orchestration.terms.glossary import load_glossary, write_markdown
from tools.glossary import DOCUMENTS


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_document_is_the_generated_one(language: Language) -> None:
    assert DOCUMENTS[language].read_text("utf-8") == write_markdown(language), (
        "run: python -m tools.glossary"
    )


def test_every_term_is_defined_once_in_both_languages() -> None:
    terms = [term for group in load_glossary() for term in group.terms]
    for names in ("term_id", "ko", "en"):
        found = Counter(term.term_id if names == "term_id" else term.names[names] for term in terms)
        assert [name for name, times in found.items() if times > 1] == []
    for term in terms:
        assert set(term.names) == set(term.definitions) == {"ko", "en"}, term.term_id
        assert not any("|" in text or "\n" in text for text in term.definitions.values()), term
