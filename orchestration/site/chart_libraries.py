"""The charting libraries as one script, bundled offline by vl-convert and cached for the next build."""

import os
import tempfile
from importlib.metadata import version
from pathlib import Path

from platformdirs import user_cache_path

VEGA_LITE = "6.4"
SNIPPET = "window.vegaEmbed = vegaEmbed;"


def load_libraries() -> str:
    """Vega, Vega-Lite and Vega-Embed as minified JavaScript; the same text for the same versions."""
    cached = user_cache_path("smartcity-warehouse") / _cache_name()
    if cached.is_file():
        return cached.read_text("utf-8")
    script = _bundle()
    _write_cache(cached, script)
    return script


def _cache_name() -> str:
    return f"vega-lite-{VEGA_LITE}-vl-convert-{version('vl-convert-python')}.js"


def _bundle() -> str:
    import vl_convert

    script: str = vl_convert.javascript_bundle(SNIPPET, vl_version=VEGA_LITE)
    return script


def _write_cache(path: Path, text: str) -> None:
    """Write the file in one step; without a writable cache, the next build bundles again."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        Path(temporary).replace(path)
    except OSError:
        return
