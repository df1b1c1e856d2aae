"""The taxonomies of a release, their layers, and the industries of the layers."""

from __future__ import annotations

from orchestration.agents.named import Named, choose, folded
from orchestration.agents.opened import OpenRelease
from orchestration.errors import QueryError
from orchestration.terms.codes import code_label

REPORTED = "smart_city_2021"
"""The taxonomy of the report, used where no other is named."""
_LOOK = "`find_codes` with kind `taxonomy` lists taxonomies, layers and combinations"
_JOINED = "+"
_ONLY = {"ko": "{}에만 속하는 산업", "en": "industries in exactly {}"}


def taxonomies(release: OpenRelease) -> list[Named]:
    """Every taxonomy of the release."""
    rows = release.rows(
        "select taxonomy_id, title_ko, title_en, agency_ko, agency_en, notice, origin from taxonomy_list"
        " order by taxonomy_id"
    )
    found = []
    for row in rows:
        code = row["taxonomy_id"]
        ko = row["title_ko"] or code_label("taxonomy_id", code, "ko") or code
        en = row["title_en"] or code_label("taxonomy_id", code, "en") or code
        facts = {"name_ko": ko, "name_en": en, "origin": row["origin"]}
        facts |= {
            name: row[name]
            for name in ("agency_ko", "agency_en", "notice")
            if row[name] is not None
        }
        found.append(Named("taxonomy", code, tuple(dict.fromkeys((ko, en))), facts))
    return found


def layers(release: OpenRelease, taxonomy_id: str | None = None) -> list[Named]:
    """The layers with a value, also `common` and `total`; of one taxonomy, or of all."""
    rows = release.rows(
        "select distinct taxonomy_id, layer, layer_name_ko as ko, layer_name_en as en"
        " from smart_city_share where $1 is null or taxonomy_id = $1 order by all",
        [taxonomy_id],
    )
    return [
        Named(
            "layer",
            row["layer"],
            (row["ko"], row["en"]),
            {"taxonomy_id": row["taxonomy_id"], "name_ko": row["ko"], "name_en": row["en"]},
        )
        for row in rows
    ]


def layer_industries(
    release: OpenRelease, taxonomy_id: str | None = None, layer: str | None = None
) -> list[Named]:
    """The industries of layers, of one taxonomy and layer or of all."""
    rows = release.rows(
        "select taxonomy_id, layer, industry, name_ko, name_en from taxonomy_levels"
        " where industry <> 'all' and ($1 is null or taxonomy_id = $1) and ($2 is null or layer = $2)"
        " order by all",
        [taxonomy_id, layer],
    )
    return [
        Named(
            "layer_industry",
            row["industry"],
            (row["name_ko"], row["name_en"]),
            {name: row[name] for name in ("taxonomy_id", "layer", "name_ko", "name_en")},
        )
        for row in rows
    ]


def combinations(release: OpenRelease, taxonomy_id: str | None = None) -> list[Named]:
    """The combinations of layers: leaves that are in exactly these layers; of one taxonomy, or of all."""
    names = {
        (layer.facts["taxonomy_id"], layer.code): layer.facts
        for layer in layers(release, taxonomy_id)
    }
    rows = release.rows(
        "select distinct taxonomy_id, combination, combination_letter as letter from technology_overlap"
        " where $1 is null or taxonomy_id = $1 order by all",
        [taxonomy_id],
    )
    found = []
    for row in rows:
        parts = row["combination"].split(_JOINED)
        facts = {"taxonomy_id": row["taxonomy_id"], "layers": parts}
        if row["letter"]:
            facts["letter"] = row["letter"]
        for language in ("ko", "en"):
            own = [names.get((row["taxonomy_id"], part), {}) for part in parts]
            name = " + ".join(
                facts_of.get(f"name_{language}", part)
                for facts_of, part in zip(own, parts, strict=True)
            )
            facts[f"name_{language}"] = _ONLY[language].format(name)
        spoken = (facts["name_ko"], facts["name_en"], *filter(None, (row["letter"],)))
        found.append(Named("combination", row["combination"], spoken, facts))
    return found


def choose_combination(release: OpenRelease, taxonomy_id: str, words: str) -> Named:
    """The combination of this code or letter, or of these layers in any order, joined by `+`."""
    known = combinations(release, taxonomy_id)
    if _JOINED in words:
        wanted = {
            choose_layer(release, taxonomy_id, part).code
            for part in words.split(_JOINED)
            if part.strip()
        }
        for one in known:
            if set(one.facts["layers"]) == wanted:
                return one
    return choose(words, known, "combination", _LOOK)


def choose_taxonomy(release: OpenRelease, words: str | None) -> Named:
    """The taxonomy of this id or title; without one that of the report, or the first."""
    known = taxonomies(release)
    if words is None:
        return next((t for t in known if t.code == REPORTED), None) or choose(
            REPORTED, known, "taxonomy", _LOOK
        )
    return choose(words, known, "taxonomy", _LOOK)


def choose_layer(release: OpenRelease, taxonomy_id: str, words: str) -> Named:
    """The layer of this code or name in the taxonomy; raises `QueryError` with the closest names."""
    return choose(words, layers(release, taxonomy_id), "layer", _LOOK)


def choose_layer_industry(
    release: OpenRelease, taxonomy_id: str, layer: str | None, words: str
) -> Named:
    """The industry of a layer of this code or name; raises `QueryError` with the closest names."""
    known = layer_industries(release, taxonomy_id, layer)
    same = [thing for thing in known if folded(words) in map(folded, (thing.code, *thing.names))]
    if len(same) > 1:
        raise QueryError(
            f"{len(same)} layers have an industry {same[0].code}",
            where="the argument `layer_industry`",
            remedy=f"give `layer` too: {', '.join(thing.facts['layer'] for thing in same)}",
        )
    return choose(words, known, "layer_industry", _LOOK)
