"""The charting libraries as one script, made offline by vl-convert and kept for the next build."""

import os
import tempfile
from importlib.metadata import version
from pathlib import Path

from platformdirs import user_cache_path

VEGA_LITE = "6.4"
SNIPPET = "window.vegaEmbed = vegaEmbed;"


def library() -> str:
    """Vega, Vega-Lite and Vega-Embed, minified; the same text for the same versions."""
    kept = user_cache_path("smartcity-warehouse") / _name()
    if kept.is_file():
        return kept.read_text("utf-8")
    made = _make()
    _keep(kept, made)
    return made


def _name() -> str:
    return f"vega-lite-{VEGA_LITE}-vl-convert-{version('vl-convert-python')}.js"


def _make() -> str:
    import vl_convert

    made: str = vl_convert.javascript_bundle(SNIPPET, vl_version=VEGA_LITE)
    return made


def _keep(path: Path, text: str) -> None:
    """Write whole or not at all; a cache that cannot be written is done without."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        Path(draft).replace(path)
    except OSError:
        return
