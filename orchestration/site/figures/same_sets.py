"""Industries of an approximation by divisions that consist of the same codes."""

from collections.abc import Sequence

from orchestration.site.context import Context
from orchestration.site.marts import Row
from orchestration.site.scope import LAYERS


def without_repeated_sets(context: Context, rows: Sequence[Row]) -> list[Row]:
    """The rows of industries, each set of codes of an approximation only once: in its first layer."""
    return [row for row in rows if _first_of(context, row) == (row["layer"], row["industry"])]


def same_sets_note(context: Context) -> str:
    """Which industries of the approximations are the same set of codes; empty if all differ."""
    notes = []
    for taxonomy in context.scope.proxies:
        for members in _groups(context, taxonomy):
            names = context.join_names([_name(context, *member) for member in members])
            notes.append(
                context.text("note.same_sets", taxonomy=context.taxonomy(taxonomy), names=names)
            )
    return " ".join(notes)


def _first_of(context: Context, row: Row) -> tuple[str, str]:
    own = (row["layer"], row["industry"])
    if row["taxonomy_id"] in context.scope.proxies:
        for members in _groups(context, row["taxonomy_id"]):
            if own in members:
                return members[0]
    return own


def _groups(context: Context, taxonomy: str) -> list[list[tuple[str, str]]]:
    """Layer and industry of the sets that are the same, in the order of layers; one list per set."""
    if not context.marts.has_rows("smart_city_industry", "smart_city_scale"):
        return []
    groups: dict[int, list[tuple[str, str]]] = {}
    for row in context.query("same_sets", taxonomy=taxonomy).rows:
        groups.setdefault(row["same_set"], []).append((row["layer"], row["industry"]))
    order = (*LAYERS, "common")
    return [
        sorted(members, key=lambda member: order.index(member[0]) if member[0] in order else 9)
        for members in groups.values()
        if len(members) > 1
    ]


def _name(context: Context, layer: str, industry: str) -> str:
    if industry:
        return context.text.label("industry", industry)
    return context.text.label("layer", layer)
