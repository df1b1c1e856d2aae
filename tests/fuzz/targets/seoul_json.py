"""A page of the Seoul Open Data Plaza: from the bytes to the staged rows, as client and parser do."""

from __future__ import annotations

from contextlib import suppress

from orchestration.errors import SmartCityError
from orchestration.foreign_text import said
from orchestration.sources.seoul.client import check_page, check_rows, error_for
from orchestration.sources.seoul.parse import stage_page
from orchestration.sources.seoul.response import OK, read_page

CORPUS = ("seoul/*.json",)
HOUR = "2026-03-01_02"


def run(data: bytes) -> None:
    """Read `data` as the first page of an hour."""
    with suppress(SmartCityError):
        page = read_page(data, "IotVdata017", "fuzz")
        if page.code != OK:
            str(error_for(said(page.code), said(page.message), "fuzz"))
            return
        with suppress(SmartCityError):
            check_page(page, 1, 3, None, "fuzz")
            check_rows(page, HOUR, set(), "fuzz")
        stage_page("sdot_api", "0" * 64, page.rows, "fuzz")
