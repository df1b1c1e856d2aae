"""Packs data for a page opened from disk as script files, since `fetch` cannot read files there.

A script adds one entry to `window.explorerData`: `{"head": …, "body": "…"}`. The body is a zlib stream in
Base64. It holds either JSON, or columns of 32-bit integers: column after column, and of each column first
the lowest byte of every number, then the next byte, up to the highest. Neighbouring numbers differ most in
their lowest byte, so that the other planes compress well. The page reads it with `DecompressionStream`.
"""

import base64
import json
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

NOTHING = -1
"""The number for a missing value; all values are 0 or more."""

Column = NDArray[np.int32]


def pack_columns(name: str, head: Mapping[str, Any], columns: Mapping[str, Column]) -> str:
    """The script for columns of equal length; `head` says how their positions are to be read."""
    planes = b"".join(_planes(column) for column in columns.values())
    return _script(name, {**head, "columns": list(columns)}, planes)


def pack_json(name: str, value: Any) -> str:
    """The script for a JSON value."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _script(name, {}, written.encode())


def _planes(column: Column) -> bytes:
    """The bytes of all numbers, ordered by significance: shape (4, n) of a column of n numbers."""
    return column.astype("<i4").view(np.uint8).reshape(-1, 4).T.tobytes()


def _script(name: str, head: Mapping[str, Any], body: bytes) -> str:
    entry = {"head": head, "body": base64.b64encode(zlib.compress(body, 9)).decode()}
    written = json.dumps(entry, ensure_ascii=True, separators=(",", ":"))
    return f"(window.explorerData ??= {{}})[{json.dumps(name)}] = {written};\n"
