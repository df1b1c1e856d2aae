"""The command `smartcity` with another request in the declaration of the KOSIS census.

    DECLARED_REQUEST='{"regions": ["00", "11"]}' python -m tests.support.declared_cli refresh --json

A person edits orchestration/sources/declarations/kosis_census.yml; tests do it here.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any

from orchestration.cli import main
from orchestration.contracts.declaration import Declaration, load_declarations


def declared(request: Mapping[str, Any], source_id: str = "kosis_census") -> Declaration:
    """The declaration of `source_id` with these fields in its request."""
    found = load_declarations()[source_id]
    return found.model_copy(update={"request": {**found.request, **request}})


if __name__ == "__main__":
    # the service of the tests has one table
    del load_declarations()["kosis_census_ksic11"]
    load_declarations()["kosis_census"] = declared(json.loads(os.environ["DECLARED_REQUEST"]))
    main()
