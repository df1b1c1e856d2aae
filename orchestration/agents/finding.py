"""The tool `find_codes`: regions, industries, taxonomies and layers by Korean or English words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from orchestration.agents.answer import Answer, cut
from orchestration.agents.industries import industries
from orchestration.agents.named import Named, search
from orchestration.agents.opened import OpenRelease
from orchestration.agents.places import regions
from orchestration.agents.taxonomies import (
    combinations,
    layer_industries,
    layers,
    taxonomies,
)
from orchestration.agents.tool import MOST_CHARACTERS, InLanguage, Tool

_CLOSEST = {
    "ko": "낱말이 들어 있는 이름이 없어 가장 비슷한 이름을 제시함",
    "en": "no name contains the words; these are the closest names",
}
_NOTHING = {
    "ko": "비슷한 이름도 없음: 다른 낱말로 찾을 것",
    "en": "there is no similar name either: try other words",
}


class Finding(InLanguage):
    """Arguments of `find_codes`."""

    words: str = Field(
        "",
        description="Words of a name, or a code (소프트웨어, drone, 62). Empty: list all of the kind.",
        max_length=MOST_CHARACTERS,
    )
    kind: Literal["any", "region", "industry", "taxonomy"] = Field(
        "any",
        description="`taxonomy` also finds layers, their industries and combinations of layers.",
    )
    limit: int = Field(20, ge=1, le=200, description="Most matches in the answer.")


def find_codes(release: OpenRelease, wanted: Finding) -> Answer:
    """The things whose names contain the words, or the closest ones."""
    things = list(_things(release, wanted.kind))
    found, contained = search(wanted.words, things) if wanted.words else (things, True)
    shown, limits = cut([thing.record() for thing in found], wanted.limit)
    answer = Answer({"matches": shown, "limit": limits})
    if not found:
        answer.notes.append(_NOTHING[wanted.language])
    elif not contained:
        answer.notes.append(_CLOSEST[wanted.language])
    return answer


def _things(release: OpenRelease, kind: str) -> Iterator[Named]:
    if kind in ("any", "region"):
        yield from regions(release)
    if kind in ("any", "taxonomy"):
        yield from taxonomies(release)
        yield from layers(release)
        yield from layer_industries(release)
        yield from combinations(release)
    if kind in ("any", "industry"):
        yield from industries(release)


TOOL = Tool(
    "find_codes",
    "Find regions, industries and taxonomies",
    "Find the codes of regions, KSIC industries, taxonomies, their layers, industries and combinations of"
    " layers by Korean or English words or by code. An industry says whether numbers are published or only"
    " estimated, and which layers of which taxonomies contain it.",
    Finding,
    find_codes,
)
