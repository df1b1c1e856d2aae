"""The client of the Seoul Open Data Plaza: one hour of a service, page by page, and its error codes.

    {base}/{KEY}/json/{SERVICE}/{START}/{END}/{district}/{hour}/

The key is part of the path. A call returns at most 1,000 rows, 5 with the public key `sample`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from orchestration.errors import (
    ArrivalRefused,
    ConfigurationError,
    CredentialRejected,
    SmartCityError,
    SourceUnavailable,
)
from orchestration.foreign_text import said
from orchestration.sources.seoul.response import OK, Page, read_page
from orchestration.sources.seoul.sensor_service import SensorService
from orchestration.sources.web.web_service import TryAgain, WebService

SAMPLE_ROWS = 5
NO_DATA = "INFO-200"


@dataclass(frozen=True)
class RawPage:
    """One page of an hour: its number from 1, its bytes, and its request without the key."""

    number: int
    body: bytes
    request: dict[str, str]


class SeoulClient:
    """Requests to one service, over an opened `web`."""

    def __init__(self, source_id: str, service: SensorService, web: WebService) -> None:
        """Nothing is requested yet."""
        self.web = web
        self._source_id = source_id
        self._service = service
        self._size = service.rows_per_page
        if web.has_public_key:
            self._size = min(self._size, SAMPLE_ROWS)

    def fetch_hour(self, hour: str) -> list[RawPage]:
        """All pages of `hour` (as 2023-11-01_23), checked against each other; none without data.

        Raises `ArrivalRefused` for a page whose number of rows does not agree with list_total_count, a
        list_total_count that changes between pages, a duplicate row and a row of another hour.
        """
        where = f"{self._source_id} {hour}"
        pages: list[RawPage] = []
        seen: set[tuple[str, str]] = set()
        total = 1
        while len(pages) * self._size < total:
            number = len(pages) + 1
            page, body = self._get_page(hour, number, f"{where} page {number}")
            if page.code == NO_DATA and not pages:
                return []
            try:
                self._check_number_of_pages(page, where)
                check_page(page, number, self._size, None if number == 1 else total, where)
                check_rows(page, hour, seen, f"{where} page {number}")
            except ArrivalRefused as refused:
                raise self.web.with_body(refused, f"{hour}-p{number}", body) from None
            total = page.total
            pages.append(RawPage(number, body, self._request(hour, number)))
        return pages

    def _check_number_of_pages(self, page: Page, where: str) -> None:
        """Refuse an hour of more pages than the limit, before they are requested."""
        most = self.web.limits.most_pages
        if page.total > most * self._size:
            raise ArrivalRefused(
                f"the service announces {page.total:,} rows for one hour, {most:,} pages hold "
                f"{most * self._size:,}",
                where=where,
                remedy="check request.service and request.district; ask the service what changed",
            )

    def _request(self, hour: str, number: int) -> dict[str, str]:
        """The request of a page, without the key."""
        return {
            "service": self._service.service,
            "start": str((number - 1) * self._size + 1),
            "end": str(number * self._size),
            "district": self._service.district,
            "hour": hour,
        }

    def _get_page(self, hour: str, number: int, where: str) -> tuple[Page, bytes]:
        request = self._request(hour, number)
        parts = (self.web.key, "json", *request.values())
        target = "/".join(quote(part, safe="") for part in parts) + "/"
        name = f"{hour}-p{number}"
        return self.web.get(target, lambda body: self._read(body, where, name), where=where)

    def _read(self, body: bytes, where: str, name: str) -> tuple[Page, bytes]:
        refused: ArrivalRefused | None = None
        page = Page("", "")
        try:
            page = read_page(body, self._service.service, where)
        except ArrivalRefused as error:
            refused = error
        if refused is None and page.code not in (OK, NO_DATA):
            raise error_for(self.web.quote(page.code), self.web.quote(page.message), where)
        if page.code != NO_DATA and self.web.repeats_key(body):
            # This replaces a refusal by `read_page`, which may quote the key.
            refused = self.web.key_refusal(where)
        if refused is not None:
            raise self.web.with_body(refused, name, body)
        return page, body


def error_for(code: str, message: str, where: str) -> SmartCityError:
    """Our error for a code of the service other than INFO-000 and INFO-200; `message` is the service's."""
    what = f"Seoul Open Data {code}: {message}"
    match code:
        case "INFO-100":
            return CredentialRejected(
                what,
                where=where,
                remedy="correct SEOUL_API_KEY; docs/sources.md says how to get a key",
            )
        case "ERROR-500" | "ERROR-600" | "ERROR-601":
            return TryAgain(what, where=where)
        case "ERROR-335" | "ERROR-336":
            return ConfigurationError(
                what, where=where, remedy="lower request.rows_per_page in the declaration"
            )
        case "ERROR-310":
            return ConfigurationError(
                what, where=where, remedy="correct request.service in the declaration"
            )
        case "ERROR-300" | "ERROR-301" | "ERROR-331" | "ERROR-332" | "ERROR-333" | "ERROR-334":
            return ConfigurationError(
                what, where=where, remedy="the request is not understood: see docs/sources.md"
            )
    return SourceUnavailable(what, where=where, remedy="see docs/sources.md, then run again")


def check_page(page: Page, number: int, size: int, total: int | None, where: str) -> None:
    """Refuse a page that does not agree with its own list_total_count and with `total`, that of page 1."""
    if page.code != OK:
        raise _shifted(f"page {number} has no data although page 1 counts {total} rows", where)
    if total is not None and page.total != total:
        raise _shifted(
            f"list_total_count went from {total} to {page.total} at page {number}", where
        )
    expected = max(0, min(size, page.total - (number - 1) * size))
    if len(page.rows) != expected or not expected:
        raise _shifted(
            f"page {number} has {len(page.rows)} rows, "
            f"{expected} are expected from list_total_count {page.total}",
            where,
        )


def check_rows(page: Page, hour: str, seen: set[tuple[str, str]], where: str) -> None:
    """Refuse rows of another hour and rows in `seen` (sensor and time); adds those of `page` to it."""
    for sensor, measured in _keys(page.rows):
        if not measured.startswith(hour):
            raise ArrivalRefused(
                f"a row of {said(measured) or 'no time'} was returned where {hour} was requested",
                where=where,
                remedy="the service reads the hour differently: check request.district",
            )
        if (sensor, measured) in seen:
            raise _shifted(f"duplicate row: sensor {said(sensor)} at {said(measured)}", where)
        seen.add((sensor, measured))


def _keys(rows: tuple[dict[str, Any], ...]) -> Iterator[tuple[str, str]]:
    for row in rows:
        yield str(row.get("SN", "")), str(row.get("MSRMT_HR", ""))


def _shifted(what: str, where: str) -> ArrivalRefused:
    return ArrivalRefused(
        what,
        where=where,
        remedy="the pages shifted while they were read: run again, the refresh continues from here",
    )
