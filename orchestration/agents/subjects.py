"""What `get_numbers` counts: chosen by names from the arguments."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from orchestration.agents.industries import TOTAL, choose_industry
from orchestration.agents.named import Named, without_range
from orchestration.agents.opened import OpenRelease
from orchestration.agents.series import Subject
from orchestration.agents.taxonomies import (
    choose_combination,
    choose_layer,
    choose_layer_industry,
    choose_taxonomy,
)
from orchestration.agents.tool import MOST_CHARACTERS, InLanguage
from orchestration.errors import QueryError
from orchestration.terms.codes import Language, code_label

Names = dict[str, str]
"""The name of a subject by language."""


class SubjectArguments(InLanguage):
    """The arguments that name what is counted."""

    industry: str | None = Field(
        None,
        description="A KSIC code or name (J, 62, 정보통신업). Leave out for a smart-city layer.",
        max_length=MOST_CHARACTERS,
    )
    layer: str | None = Field(
        None,
        description="A layer of the taxonomy, by code or name: total (default: the whole smart-city"
        " industry), infrastructure, general_purpose, application, common.",
        max_length=MOST_CHARACTERS,
    )
    layer_industry: str | None = Field(
        None,
        description="An industry of a layer, by code or name (drone, 소프트웨어).",
        max_length=MOST_CHARACTERS,
    )
    taxonomy: str | None = Field(
        None,
        description="A taxonomy by id; default: that of the report, smart_city_2021.",
        max_length=MOST_CHARACTERS,
    )
    combination: str | None = Field(
        None,
        description="Leaves that are in exactly these layers: a letter (A: all three, B: infrastructure and"
        " general purpose, C: general purpose and application, D: infrastructure and application), or"
        " layers joined by + (범용기술+활용기술). It has no `counting` and no `overlap_rule`.",
        max_length=MOST_CHARACTERS,
    )
    counting: Literal["inclusive", "exclusive"] = Field(
        "inclusive", description="A layer with (inclusive) or without its common part."
    )
    overlap_rule: Literal["two_or_more", "table_8"] = Field(
        "two_or_more", description="Which combinations are common."
    )


def choose_subject(release: OpenRelease, wanted: SubjectArguments) -> tuple[Subject, Names]:
    """The subject and its names; raises `QueryError` where the arguments name several or an unknown one."""
    if wanted.industry is not None:
        if wanted.layer or wanted.layer_industry or wanted.combination or wanted.taxonomy:
            raise QueryError(
                "an industry of KSIC and a part of a taxonomy are given",
                where="the arguments `industry` and `taxonomy`, `layer`, `layer_industry`, `combination`",
                remedy="give `industry`, or `taxonomy` with one of the others",
            )
        return _industry(release, wanted.industry)
    if wanted.combination is not None and (wanted.layer or wanted.layer_industry):
        raise QueryError(
            "a combination and a layer are given",
            where="the arguments `combination` and `layer` or `layer_industry`",
            remedy="name all layers in `combination`, as in infrastructure+application",
        )
    taxonomy = choose_taxonomy(release, wanted.taxonomy).code
    if wanted.combination is not None:
        found = choose_combination(release, taxonomy, wanted.combination)
        return Subject(taxonomy_id=taxonomy, combination=found.code), _names(found, taxonomy)
    return _layer(release, wanted, taxonomy)


def _industry(release: OpenRelease, words: str) -> tuple[Subject, Names]:
    found = choose_industry(release, words)
    ko, en = (without_range(found.facts[f"name_{k}"]) for k in ("ko", "en"))
    if found.code != TOTAL:
        ko, en = f"{ko}({found.code})", f"{en} ({found.code})"
    return Subject(code=found.code), {"ko": ko, "en": en}


def _layer(release: OpenRelease, wanted: SubjectArguments, taxonomy: str) -> tuple[Subject, Names]:
    """A layer or one of its industries; the total where neither is named."""
    rules = {"counting": wanted.counting, "overlap_rule": wanted.overlap_rule}
    layer = choose_layer(release, taxonomy, wanted.layer) if wanted.layer else None
    if wanted.layer_industry is None:
        found = layer or choose_layer(release, taxonomy, "total")
        return Subject(taxonomy_id=taxonomy, layer=found.code, **rules), _names(found, taxonomy)
    code = layer.code if layer else None
    found = choose_layer_industry(release, taxonomy, code, wanted.layer_industry)
    subject = Subject(
        taxonomy_id=taxonomy, layer=found.facts["layer"], industry=found.code, **rules
    )
    return subject, _names(found, taxonomy)


def _names(found: Named, taxonomy: str) -> Names:
    languages: tuple[Language, ...] = ("ko", "en")
    return {
        k: f"{found.facts[f'name_{k}']} [{code_label('taxonomy_id', taxonomy, k) or taxonomy}]"
        for k in languages
    }
