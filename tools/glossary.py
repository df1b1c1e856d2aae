"""Writes docs/glossary.md and docs/glossary.ko.md from orchestration/terms/glossary.yml."""

from collections.abc import Mapping
from pathlib import Path

from orchestration.settings import PROJECT_ROOT
from orchestration.terms.codes import Language
from orchestration.terms.glossary import write_markdown

DOCUMENTS: Mapping[Language, Path] = {
    "en": PROJECT_ROOT / "docs" / "glossary.md",
    "ko": PROJECT_ROOT / "docs" / "glossary.ko.md",
}


def main() -> None:
    """Write both documents."""
    for language, path in DOCUMENTS.items():
        path.write_text(write_markdown(language), "utf-8")


if __name__ == "__main__":
    main()
