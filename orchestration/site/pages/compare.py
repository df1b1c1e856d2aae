"""The page that compares two provinces, which a reader chooses."""

from collections.abc import Sequence

from orchestration.site.context import Context
from orchestration.site.explorer.comparison import has_comparison
from orchestration.site.explorer.files import has_explorer
from orchestration.site.pages.page import Section

_EXPLORER = ("unpack", "words", "cells", "values", "charts", "drawing", "records", "files")
SCRIPTS = (
    *(f"explorer/{name}" for name in _EXPLORER),
    *(f"compare/{name}" for name in ("state", "article", "facts", "shares", "structure", "shift", "main")),
)  # fmt: skip
"""The scripts of the page, in the order in which it runs them."""
SECTIONS = (
    ("shares", 2),
    ("overlap", 2),
    ("quotients", 1),
    ("shift-own", 2),
    ("shift", 2),
    ("complement", 0),
    ("density", 0),
    ("similarity", 0),
)
"""The sections with their number of charts."""
_SHARED = ("derived", "absent", "sum", "about", "estimate", "interval", "bounds", "problem")
_SHARED_KINDS = ("is", "mark", "measure")
"""The texts of the explorer that the page shows as well, by name and by the first part of the name."""


def compare(context: Context) -> Sequence[Section]:
    """The controls and the sections; the scripts fill them."""
    if not (has_explorer(context.marts) and has_comparison(context.marts)):
        return [Section(block="compare", values={"available": False})]
    return [
        Section(
            block="compare",
            values={
                "available": True,
                "sections": SECTIONS,
                "sources": context.sources(()),
                "texts": dict(_texts(context)),
            },
        )
    ]


def _texts(context: Context) -> Sequence[tuple[str, str]]:
    """The texts of the scripts: those of the page begin with `compare_`."""
    found = []
    for key, text in context.text.by_key.items():
        file, _, name = key.partition(".")
        if file == "compare":
            found.append((f"compare_{name}", text))
        if file == "explorer" and (name in _SHARED or name.partition("_")[0] in _SHARED_KINDS):
            found.append((name, text))
    return found
