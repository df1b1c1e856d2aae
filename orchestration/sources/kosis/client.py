"""The client of the KOSIS OpenAPI: its three requests, and what its error numbers mean.

Param/statisticsParameterData.do?method=getList    cells
statisticsData.do?method=getMeta&type=ITM          the codes of a table
statisticsData.do?method=getMeta&type=NCD          when each period was last changed
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from orchestration.errors import (
    ArrivalRefused,
    ConfigurationError,
    CredentialRejected,
    SmartCityError,
    SourceUnavailable,
)
from orchestration.foreign_text import said, shown
from orchestration.sources.kosis.meta import Changes, TableCodes, read_changes, read_codes
from orchestration.sources.kosis.plan import RequestChunk
from orchestration.sources.kosis.response import Rows, read_error, read_rows
from orchestration.sources.kosis.table import CensusTable
from orchestration.sources.web.web_service import TryAgain, WebService

DATA = "Param/statisticsParameterData.do"
META = "statisticsData.do"
_HINT_ATTEMPTS = 2
"""The dates of change only save requests: a long wait for them is not worth it."""


class TooManyCells(SourceUnavailable):
    """Error 31: the request has to be split."""


class NoData(ArrivalRefused):
    """Error 30: there are no data for this request."""


class KosisClient:
    """Requests for one table, over an opened `web`."""

    def __init__(self, source_id: str, table: CensusTable, web: WebService) -> None:
        """Nothing is requested yet."""
        self.table = table
        self.web = web
        self._source_id = source_id

    def fetch_codes(self) -> TableCodes:
        """The table's items and classes."""
        where = f"{self._source_id} getMeta ITM of {self.table.table_id}"
        rows, _ = self._get(META, {"method": "getMeta", "type": "ITM", **self._id()}, where, "ITM")
        return read_codes(rows, where)

    def fetch_changes(self) -> Changes:
        """When each year was last changed. Only a hint: no failure but a rejected key is an error."""
        where = f"{self._source_id} getMeta NCD of {self.table.table_id}"
        parameters = {"method": "getMeta", "type": "NCD", **self._id()}
        try:
            rows, _ = self._get(META, parameters, where, "NCD", attempts=_HINT_ATTEMPTS)
        except CredentialRejected:
            raise
        except SmartCityError as error:
            return Changes(is_complete=False, why_unknown=error.what)
        return read_changes(rows)

    def fetch_cells(self, chunk: RequestChunk) -> bytes:
        """The response to one chunk, checked: all that was requested and nothing else.

        Raises `TooManyCells` when the chunk has to be split, `ArrivalRefused` when the check fails.
        """
        where = f"{self._source_id} {chunk.year} part {chunk.part}"
        name = f"{chunk.year}-{chunk.part}"
        rows, body = self._get(DATA, self.parameters(chunk), where, name)
        try:
            check_requested(rows, chunk, self.table, where)
        except ArrivalRefused as refused:
            raise self.web.with_body(refused, name, body) from None
        return body

    def parameters(self, chunk: RequestChunk) -> dict[str, str]:
        """The parameters of a chunk, without the key."""
        objects = {
            self.table.region_object: "+".join(chunk.regions),
            self.table.industry_object: (
                "ALL" if chunk.all_industries else "+".join(chunk.industries)
            ),
            **self.table.fixed_objects,
        }
        return {
            "method": "getList",
            **self._id(),
            **dict(sorted(objects.items())),
            "itmId": "+".join(chunk.items),
            "prdSe": self.table.period_kind,
            "startPrdDe": str(chunk.year),
            "endPrdDe": str(chunk.year),
        }

    def _id(self) -> dict[str, str]:
        return {"orgId": self.table.org_id, "tblId": self.table.table_id}

    def _get(
        self,
        path: str,
        parameters: Mapping[str, str],
        where: str,
        name: str,
        attempts: int | None = None,
    ) -> tuple[Rows, bytes]:
        wanted = {**parameters, "format": "json", "jsonVD": "Y"}
        query = "&".join(f"{k}={quote(v, safe='+*')}" for k, v in wanted.items())
        target = f"{path}?{query}&apiKey={quote(self.web.key, safe='')}"
        return self.web.get(
            target, lambda body: self._read(body, where, name), where=where, attempts=attempts
        )

    def _read(self, body: bytes, where: str, name: str) -> tuple[Rows, bytes]:
        if error := read_error(body):
            number, message = map(self.web.quote, error)
            raise error_for(number, message, where)
        if self.web.repeats_key(body):
            raise self.web.with_body(self.web.key_refusal(where), name, body)
        try:
            return read_rows(body, where), body
        except ArrivalRefused as refused:
            raise self.web.with_body(refused, name, body) from None


def error_for(number: str, message: str, where: str) -> SmartCityError:
    """Our error for a KOSIS error number; `message` is the service's own."""
    what = f"KOSIS error {number}: {message}"
    error: SmartCityError
    match number:
        case "10" | "11" | "42":
            why = {"10": "missing", "11": "expired", "42": "restricted"}[number]
            error = CredentialRejected(
                what, where=where, remedy=f"the key is {why}: see KOSIS_API_KEY in docs/sources.md"
            )
        case "20" | "21":
            error = ConfigurationError(
                what, where=where, remedy="correct the request of the declaration (table, objects)"
            )
        case "30":
            error = NoData(
                what,
                where=where,
                remedy="check the year and request.period_kind: a wrong prdSe has the same response",
            )
        case "31":
            error = TooManyCells(
                what,
                where=where,
                remedy="lower request.cells_per_call: the limit may have changed",
            )
        case "40":
            error = SourceUnavailable(
                what,
                where=where,
                remedy="the quota of calls is used up: run again later, the refresh continues from here",
            )
        case "41":
            error = SourceUnavailable(
                what,
                where=where,
                remedy="the quota of rows is used up: run again later, or lower cells_per_call",
            )
        case "50":
            error = TryAgain(what, where=where)
        case _:
            error = SourceUnavailable(
                what, where=where, remedy="see docs/sources.md, then run again"
            )
    return error


def check_requested(rows: Rows, chunk: RequestChunk, table: CensusTable, where: str) -> None:
    """Refuse rows that were not requested, and a response without a requested region or item."""
    region, industry = table.region_column, table.industry_column
    requested = {
        "TBL_ID": {table.table_id},
        "PRD_DE": {str(chunk.year)},
        region: set(chunk.regions),
        industry: set(chunk.industries),
    }
    if table.items:
        requested["ITM_ID"] = set(chunk.items)
    for field, codes in requested.items():
        missing_field = next((i for i, row in enumerate(rows) if field not in row), None)
        if missing_field is not None:
            raise ArrivalRefused(
                f"column {field} is missing",
                where=f"{where} row {missing_field + 1}",
                remedy="compare with the service's documentation",
            )
        odd = [i for i, row in enumerate(rows) if not isinstance(row[field], str)]
        if odd:
            raise ArrivalRefused(
                f"column {field} is {shown(rows[odd[0]][field])}, not text",
                where=f"{where} row {odd[0] + 1}",
                remedy="the type changed: compare with the service's documentation",
            )
        found = {row[field] for row in rows}
        if strange := found - codes:
            raise ArrivalRefused(
                f"{field} {said(min(strange))} was returned but not requested",
                where=where,
                remedy="run again; if it stays, the service reads the request differently",
            )
        if field in (region, "ITM_ID") and (absent := codes - found):
            raise ArrivalRefused(
                f"{field} {min(absent)} was requested but not returned",
                where=where,
                remedy="run again; if it stays, list request.regions or items that the table has",
            )
