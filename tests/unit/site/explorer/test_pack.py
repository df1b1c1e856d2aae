"""Packed data give back the same numbers and values."""

import base64
import json
import zlib
from typing import Any

import numpy as np

from orchestration.site.explorer.pack import NOTHING, pack_columns, pack_json


def read(script: str, name: str) -> tuple[dict[str, Any], bytes]:
    """The head and the body of a script, as the page reads them."""
    written = script.removeprefix(f'(window.explorerData ??= {{}})["{name}"] = ').rstrip(";\n")
    entry = json.loads(written)
    return entry["head"], zlib.decompress(base64.b64decode(entry["body"]))


def test_numbers_come_back() -> None:
    columns = {
        "low": np.array([NOTHING, 0, 255, 256], np.int32),
        "high": np.array([1, 2**31 - 1, 65_536, 7], np.int32),
    }
    head, body = read(pack_columns("t", {"key": ["a"]}, columns), "t")
    assert head == {"key": ["a"], "columns": ["low", "high"]}
    planes = np.frombuffer(body, np.uint8).reshape(2, 4, 4)
    for found, column in zip(planes, columns.values(), strict=True):
        assert found.T.copy().view("<i4").ravel().tolist() == column.tolist()


def test_a_text_cannot_end_the_script() -> None:
    script = pack_json("t", ["</script>", "\u2028한"])
    assert "</script" not in script
    assert json.loads(read(script, "t")[1]) == ["</script>", "\u2028한"]
