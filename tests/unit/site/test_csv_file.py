"""CSV files beside figures: a byte order mark for Excel, empty cells for nulls, nine significant digits."""

from pathlib import Path

from orchestration.site.csv_file import write_csv
from orchestration.site.marts import QueryResult


def test_numbers_have_nine_significant_digits_and_nulls_are_empty(tmp_path: Path) -> None:
    rows = ({"code": "01", "share": 0.0192926607600, "count": 1234567, "none": None},)
    write_csv(tmp_path / "a.csv", QueryResult("", ("code", "share", "count", "none"), rows))
    written = (tmp_path / "a.csv").read_bytes()
    assert written == b"\xef\xbb\xbfcode,share,count,none\n01,0.0192926608,1234567,\n"
