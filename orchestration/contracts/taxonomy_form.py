"""The form of a taxonomy file: its columns and its metadata, explained in docs/taxonomies.md.

A taxonomy file is one CSV. Lines before the header that begin with `#` are metadata (`# title_ko: …`) or
remarks. A row with a `ksic_code` assigns the code to a layer, or to an industry of the layer. A row without
one only describes a layer or industry. Empty optional fields and missing optional columns mean the same.
"""

from __future__ import annotations

from typing import Final

REQUIRED: Final = ("taxonomy_id", "layer", "ksic_revision", "ksic_code")
"""The columns that every file has."""

DESCRIBING: Final = ("parent", "own_code", "name_ko", "name_en")
"""Columns that describe the industry of the row, or its layer where the row has no industry."""

OPTIONAL: Final = ("industry", *DESCRIBING, "coverage", "part_share", "evidence", "note")
"""Columns that a file may have; the order of columns is free."""

COVERAGES: Final = ("full", "part")
"""Whether the whole KSIC code belongs to the layer or industry, or an unnamed part of it. Default: full."""

RESERVED_LAYERS: Final = ("all", "common", "total")
"""Names that the marts use beside the layers."""

WHOLE_LAYER: Final = "all"
"""What the marts write as the industry of a row about a layer; no industry may have this name."""

MOST_LEVELS: Final = 12
"""How many levels of industries a layer may have."""

METADATA_TEXTS: Final = ("title_ko", "title_en", "agency_ko", "agency_en", "notice")
"""Metadata of free text: titles, the agency that published the taxonomy, the number of its notice."""

METADATA_DATES: Final = ("notice_date", "valid_from")
"""Metadata that are dates, as 2026-07-01."""

METADATA_ADDRESSES: Final = ("source_url",)
"""Metadata that are web addresses."""

METADATA: Final = (*METADATA_TEXTS, *METADATA_DATES, *METADATA_ADDRESSES)
"""All keys of metadata, each at most once in a file and each optional."""
