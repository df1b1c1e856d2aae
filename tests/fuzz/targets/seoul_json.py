"""A page of the Seoul Open Data Plaza: from the bytes to the staged rows, as client and parser do."""

from __future__ import annotations

from contextlib import suppress

from orchestration.errors import SmartCityError
from orchestration.foreign_text import said
from orchestration.sources.seoul.answer import OK, read_page
from orchestration.sources.seoul.client import _check_page, _check_rows, meaning
from orchestration.sources.seoul.parse import _table

CORPUS = ("seoul/*.json",)
HOUR = "2026-03-01_02"


def run(data: bytes) -> None:
    """Read `data` as the first page of an hour."""
    with suppress(SmartCityError):
        page = read_page(data, "IotVdata017", "fuzz")
        if page.code != OK:
            str(meaning(said(page.code), said(page.message), "fuzz"))
            return
        with suppress(SmartCityError):
            _check_page(page, 1, 3, None, "fuzz")
            _check_rows(page, HOUR, set(), "fuzz")
        _table("sdot_api", "0" * 64, page.rows, "fuzz")
