"""The command `smartcity` with another request in the declaration of the KOSIS census.

    DECLARED_REQUEST='{"regions": ["00", "11"]}' python -m tests.support.declared_cli refresh --json

A person edits orchestration/sources/declarations/kosis_census.yml; tests do it here.
"""

from __future__ import annotations

import json
import os

from orchestration.cli import main
from orchestration.sources.declaration import load_declarations


def declare(request: dict[str, object], source_id: str = "kosis_census") -> None:
    """Let the declaration of `source_id` have these fields in its request, in this process."""
    declarations = load_declarations()
    declared = declarations[source_id]
    declarations[source_id] = declared.model_copy(
        update={"request": {**declared.request, **request}}
    )


if __name__ == "__main__":
    declare(json.loads(os.environ["DECLARED_REQUEST"]))
    main()
