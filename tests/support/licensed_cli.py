"""The command `smartcity` where the licence of city workbooks allows derived tables.

    python -m tests.support.licensed_cli refresh --json

A person who looked up the licence sets `derivatives: true` in the declaration; tests do it here.
"""

from __future__ import annotations

from orchestration.cli import main
from orchestration.contracts.declaration import load_declarations


def allow_derivatives(source_id: str = "city_workbooks") -> None:
    """Let tables derived from this source be published by this process."""
    declarations = load_declarations()
    declared = declarations[source_id]
    licence = declared.licence.model_copy(update={"derivatives": True})
    declarations[source_id] = declared.model_copy(update={"licence": licence})


if __name__ == "__main__":
    allow_derivatives()
    main()
