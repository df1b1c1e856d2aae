"""Imports go in one direction between all packages of `orchestration/` and `expectations/`.

`LAYERS` lists them from low to high. A package or module imports only from lower layers; those of one
layer do not import each other.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from orchestration.settings import PROJECT_ROOT

LAYERS = (
    ("foreign_text", "memory", "outcome", "stopping"),
    ("errors", "progress"),
    ("services",),
    ("resource_errors", "settings", "duckdb_lock"),
    ("bounded_duckdb", "storage", "terms"),
    ("contracts",),
    ("lake",),
    ("sources",),
    ("ingest",),
    ("unexpected", "logs", "workers"),
    ("warehouse",),
    ("expectations",),
    ("site",),
    ("release",),
    ("fingerprint", "repair", "trace", "whatif", "alerts"),
    ("taxonomy_diff", "freshness"),
    ("refresh", "backfill", "doctor", "console", "agents"),
    ("resources", "instance", "postgres", "revalidation"),
    ("assets", "dev"),
    ("jobs",),
    ("schedules",),
    ("sensors",),
    ("definitions",),
    ("launch",),
    ("commands",),
    ("cli",),
    ("__main__",),
)
DAGSTER = {"dagster", "dagster_postgres"}
ROOTS = ("orchestration", "expectations")


def part_of(module: str) -> str:
    """The package or root module that a dotted name belongs to: `lake`, `settings`, `expectations`."""
    names = module.split(".")
    return names[0] if names[0] == "expectations" else names[1]


def modules(*folders: str) -> Iterator[tuple[str, Path]]:
    """Every module below these folders, by dotted name."""
    for folder in folders:
        for path in sorted((PROJECT_ROOT / folder).rglob("*.py")):
            names = path.relative_to(PROJECT_ROOT).with_suffix("").parts
            dotted = ".".join(names).removesuffix(".__init__")
            if dotted != "orchestration":
                yield dotted, path


def imports(path: Path) -> set[str]:
    """The dotted names that a module imports, also inside functions and for type checking."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_every_package_has_a_layer() -> None:
    listed = [part for layer in LAYERS for part in layer]
    assert sorted(listed) == sorted({part_of(name) for name, _ in modules(*ROOTS)})


def test_imports_go_down() -> None:
    level = {part: number for number, layer in enumerate(LAYERS) for part in layer}
    upward = {
        f"{name} imports {used}"
        for name, path in modules(*ROOTS)
        for used in imports(path)
        if used.startswith(("orchestration.", "expectations."))
        if part_of(used) != part_of(name) and level[part_of(used)] >= level[part_of(name)]
    }
    assert upward == set()


def test_the_modules_that_import_dagster_are_those_of_the_guide() -> None:
    guide = (PROJECT_ROOT / "CONTRIBUTING.md").read_text("utf-8")
    (listed,) = re.findall(r"in `orchestration/\{([a-z,_]+)\}\.py`", guide)
    users = {
        part_of(name)
        for name, path in modules(*ROOTS)
        if any(used.split(".")[0] in DAGSTER for used in imports(path))
    }
    assert users == {"assets", *listed.split(",")}


def test_great_expectations_is_imported_in_one_module() -> None:
    users = [
        name
        for name, path in modules(*ROOTS)
        if any(used.split(".")[0] == "great_expectations" for used in imports(path))
    ]
    assert users == ["expectations.row_checker"]


def test_the_mcp_sdk_is_imported_in_one_module() -> None:
    users = [
        name
        for name, path in modules(*ROOTS)
        if any(used.split(".")[0] in ("mcp", "mcp_types") for used in imports(path))
    ]
    assert users == ["orchestration.agents.server"]


def test_importing_a_package_does_nothing() -> None:
    for folder in ROOTS:
        for path in (PROJECT_ROOT / folder).rglob("__init__.py"):
            body = ast.parse(path.read_text(encoding="utf-8")).body
            assert all(isinstance(node, ast.Expr) for node in body), path
