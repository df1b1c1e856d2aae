"""The five-digit codes that the classification knows; rows with others are left out by all."""

from __future__ import annotations

import pyarrow as pa

from orchestration.lake.reference import ksic_parents


def known_leaves() -> pa.Table:
    """KSIC 10, one column `leaf`."""
    return pa.table({"leaf": [c for c in ksic_parents("10") if len(c) == 5 and c.isdigit()]})
