"""One hash over everything that determines a release: inputs, code and settings.

Where it equals the fingerprint of the current release, a refresh has nothing to do.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version

from orchestration.settings import CODE_ROOT, PROJECT_ROOT, Settings
from orchestration.sources.taxonomy.dropped import taxonomy_paths
from orchestration.storage.files import sha256_of, tree_digest

_CODE = (
    "orchestration/**/*.py",
    "orchestration/**/*.yml",
    "orchestration/site/**/*",
    "expectations/**/*.py",
    "expectations/suites/*.yml",
    "dbt_project/models/**/*",
    "dbt_project/macros/**/*",
    "dbt_project/seeds/**/*",
    "dbt_project/tests/**/*",
    "dbt_project/*.yml",
    "docs/methodology*.md",
)
_LIBRARIES = ("duckdb", "dbt-core", "dbt-duckdb", "great-expectations", "pyarrow", "altair")


def fingerprint(settings: Settings) -> str:
    """The hex sha256 over active snapshots, bundled data, taxonomies, code and library versions."""
    digest = hashlib.sha256()
    parts = [
        tree_digest(settings.raw, ("*/active.json",)) if settings.raw.exists() else "",
        tree_digest(settings.sample, ("**/*",)),
        *(
            f"{path.name!r}={sha256_of(path)}"
            for path in taxonomy_paths(settings.taxonomies)
            if path.is_file()
        ),
        *(tree_digest(root, _CODE) for root in dict.fromkeys((CODE_ROOT, PROJECT_ROOT))),
        settings.engine,
        *(f"{library}={version(library)}" for library in _LIBRARIES),
        *(f"{name}_api_key" for name in sorted(settings.api_keys)),
    ]
    for part in parts:
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()
