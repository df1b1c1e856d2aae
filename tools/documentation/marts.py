"""The page of each mart, from the YAML of its dbt model and its suite."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from orchestration.settings import PROJECT_ROOT
from orchestration.warehouse.manifest import ensure_manifest, mart_models

_INDEX = """# Marts

All tables of a release. The same descriptions are in the mart `data_dictionary`, in the comments of
`marts.duckdb` and
in `datapackage.json`.

| mart | description | 설명 |
|---|---|---|
"""


def mart_pages() -> dict[str, str]:
    """Markdown by the path of the page: `marts/index.md`, and `marts/<mart>.md` for each."""
    ensure_manifest()
    models = mart_models()
    rows = (
        f"| [`{name}`]({name}.md) | {_cell(_english(node))} | {_cell(_korean(node))} |\n"
        for name, node in models.items()
    )
    pages = {"marts/index.md": _INDEX + "".join(rows)}
    return pages | {
        f"marts/{name}.md": "\n".join(_page(name, node)) + "\n" for name, node in models.items()
    }


def _page(name: str, node: dict[str, Any]) -> Iterator[str]:
    yield from (f"# {name}", "", _english(node), "", _korean(node), "")
    yield from (f"Key: {', '.join(f'`{column}`' for column in _meta(node).get('key', []))}.", "")
    yield from ("## Columns", "", "| column | type | description | 설명 |", "|---|---|---|---|")
    for column in node["columns"].values():
        yield (
            f"| `{column['name']}` | {column['data_type']} | {_cell(_english(column))}"
            f" | {_cell(_korean(column))} |"
        )
    suite = (PROJECT_ROOT / "expectations" / "suites" / f"{name}.yml").read_text("utf-8")
    checks = yaml.safe_load(suite)
    yield from (
        "",
        "## Checks",
        "",
        f"A release is published only if this suite holds ({len(checks)} parts):",
    )
    yield from ("", "```yaml", suite.rstrip(), "```")
    yield from (
        "",
        "## Query",
        "",
        "```sh",
        f'smartcity query "select * from {name} limit 5"',
        "```",
    )


def _meta(node: dict[str, Any]) -> dict[str, Any]:
    meta: dict[str, Any] = node["config"]["meta"]
    return meta


def _english(node: dict[str, Any]) -> str:
    return str(node["description"]).strip()


def _korean(node: dict[str, Any]) -> str:
    return str(_meta(node).get("ko", "")).strip()


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
