"""An XML response of the Seoul Open Data Plaza: an error, or refused."""

from __future__ import annotations

from contextlib import suppress

from orchestration.errors import SmartCityError
from orchestration.sources.seoul.response import OK, read_page

CORPUS = ("seoul/*.xml", "seoul/*.html")


def run(data: bytes) -> None:
    """Read `data` as XML; only an error can be read from it."""
    with suppress(SmartCityError):
        page = read_page(b"<" + data.removeprefix(b"<"), "IotVdata017", "fuzz")
        assert page.code
        assert page.code != OK
        assert page.rows == ()
