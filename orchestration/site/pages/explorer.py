"""The explorer page: a reader chooses what is shown as map, comparison, line and table."""

from collections.abc import Sequence

from orchestration.site.context import Context
from orchestration.site.explorer.files import has_explorer
from orchestration.site.pages.page import Section

SCRIPTS = (
    "unpack", "words", "cells", "links", "own", "values", "state", "south-korea", "drawing", "map",
    "charts", "records", "files", "table", "definition", "builder", "search", "controls", "main",
)  # fmt: skip
"""The scripts in `assets/explorer/`, in the order in which the page runs them."""
PAGE_SCRIPTS = tuple(f"explorer/{name}" for name in SCRIPTS)
"""The same as names in `assets/`."""
_PREFIX = "explorer."


def explorer(context: Context) -> Sequence[Section]:
    """The controls and the four views; the scripts fill them."""
    if not has_explorer(context.marts):
        return [Section(block="explorer", values={"available": False})]
    rows = context.marts.query("explorer_revisions").rows
    return [
        Section(
            block="explorer",
            values={
                "available": True,
                "revisions": sorted({row["ksic_revision"] for row in rows}),
                "sources": context.sources(()),
                "texts": {
                    key.removeprefix(_PREFIX): text
                    for key, text in context.text.by_key.items()
                    if key.startswith(_PREFIX)
                },
            },
        )
    ]
