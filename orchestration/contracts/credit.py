"""Whom the rows of a file are credited to: the source's declaration, or what a file of users' own says.

A declaration credits its bundled and fetched data. Taxonomies may be those of other agencies: a bundled
file that names an agency is credited to it, and to the project for the links to KSIC, under the declared
licence. A file that a user adds is credited to the agency that it names, or else to the user, and its
licence is not stated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from orchestration.contracts.declaration import Declaration, Licence

DATASETS_OF_USERS = frozenset({"taxonomies"})
"""The data sets with files of other agencies, to which users add their own."""

NOT_STATED = Licence.model_construct(
    id="not-stated", name="Not stated (file added by the user)", url=None, derivatives=True
)
"""The licence of a file that a user added."""


def credit(
    declaration: Declaration, origin: str, file_name: str, stated: Mapping[str, Any]
) -> Declaration:
    """The declaration with title, publisher, page, licence and attribution of one file.

    `stated` are the metadata of the file (`taxonomy_form.METADATA`). Page and licence address are None
    where the file has none.
    """
    if declaration.dataset not in DATASETS_OF_USERS:
        return declaration
    said = {key: str(value) for key, value in stated.items() if value}
    korean, english = (_agencies(said, *order) for order in (("ko", "en"), ("en", "ko")))
    if origin != "dropped":
        return _credit_bundled(declaration, said, korean, english) if korean else declaration
    own_ko, own_en = (
        f"사용자가 추가한 분류 ({file_name})",
        f"Taxonomy added by the user ({file_name})",
    )
    title = said.get("title_ko") or said.get("title_en")
    return declaration.model_copy(
        update={
            "title_ko": title or own_ko,
            "title_en": said.get("title_en") or title or own_en,
            "publisher": korean or "user",
            "landing_page": said.get("source_url"),
            "licence": NOT_STATED,
            "attribution_ko": name_agency(korean, said.get("notice", "")) or own_ko,
            "attribution_en": name_agency(english, said.get("notice", "")) or own_en,
        }
    )


def _credit_bundled(
    declaration: Declaration, said: Mapping[str, str], korean: str, english: str
) -> Declaration:
    """The definition is the agency's; the links to KSIC and the licence are those of the declaration."""
    notice, linked_by = said.get("notice", ""), declaration.publisher
    return declaration.model_copy(
        update={
            "title_ko": said.get("title_ko", declaration.title_ko),
            "title_en": said.get("title_en", declaration.title_en),
            "publisher": korean,
            "landing_page": said.get("source_url"),
            "attribution_ko": f"{name_agency(korean, notice)}; KSIC 연계: {linked_by}",
            "attribution_en": f"{name_agency(english, notice)}; links to KSIC: {linked_by}",
        }
    )


def address(url: object) -> str:
    """An address as text; empty where there is none."""
    return str(url) if url else ""


def name_agency(agency: str, notice: str) -> str:
    """Agency and notice; a notice often begins with its agency."""
    return notice if notice.startswith(agency) else f"{agency}, {notice}".strip(", ")


def _agencies(said: Mapping[str, str], first: str, second: str) -> str:
    return said.get(f"agency_{first}") or said.get(f"agency_{second}") or ""
