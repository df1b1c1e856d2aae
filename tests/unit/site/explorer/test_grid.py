"""The table of a query: its axes, some of its keys, and gaps."""

import numpy as np
import pytest

from orchestration.site.explorer.grid import read_grid

RESULT = {
    "key": np.array(["01", "01", "02", "02"]),
    "measure": np.array(["employees"] * 4),
    "region_code": np.array(["00", "11", "00", "11"]),
    "period": np.array(["register 2023"] * 4),
    "value": np.array([10.0, 4.0, 7.0, -1.0]),
}


def test_some_keys_keep_their_numbers() -> None:
    grid = read_grid(RESULT)
    assert grid.axes["region_code"] == ["00", "11"]
    assert grid.only(["02"]).columns["value"].tolist() == [7, -1]
    assert grid.only(["02"]).axes["key"] == ["02"]


def test_a_missing_row_is_an_error() -> None:
    with pytest.raises(ValueError, match="4 rows"):
        read_grid(
            {
                name: values[:3] if name != "key" else RESULT["key"][:3]
                for name, values in RESULT.items()
            }
        )
