"""Whom the rows of a file are credited to: the source's declaration, or what a file of users' own says.

A declaration credits its bundled and fetched data. A file that a user adds to a source of users' own files
(taxonomies) is not the declared publisher's: it is credited to the agency that its metadata name, or else
to the user, and its licence is not stated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from orchestration.contracts.declaration import Declaration, Licence

DATASETS_OF_USERS = frozenset({"taxonomies"})
"""The data sets to which users add files that are their own or another agency's."""

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
    if origin != "dropped" or declaration.dataset not in DATASETS_OF_USERS:
        return declaration
    said = {key: str(value) for key, value in stated.items() if value}
    korean, english = (_agencies(said, *order) for order in (("ko", "en"), ("en", "ko")))
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


def address(url: object) -> str:
    """An address as text; empty where there is none."""
    return str(url) if url else ""


def name_agency(agency: str, notice: str) -> str:
    """Agency and notice; a notice often begins with its agency."""
    return notice if notice.startswith(agency) else f"{agency}, {notice}".strip(", ")


def _agencies(said: Mapping[str, str], first: str, second: str) -> str:
    return said.get(f"agency_{first}") or said.get(f"agency_{second}") or ""
