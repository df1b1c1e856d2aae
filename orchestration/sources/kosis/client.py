"""The KOSIS OpenAPI: the three requests that we make, and what its error numbers mean.

Param/statisticsParameterData.do?method=getList    cells
statisticsData.do?method=getMeta&type=ITM          the codes of a table
statisticsData.do?method=getMeta&type=NCD          when each period was last changed
"""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Self
from urllib.parse import quote

from orchestration.errors import (
    ArrivalRefused,
    ConfigurationError,
    CredentialRejected,
    SmartCityError,
    SourceUnavailable,
)
from orchestration.foreign_text import said, shown
from orchestration.lake.checks.refusal import AnswerRefused
from orchestration.settings import Settings
from orchestration.sources.kosis.answer import Rows, error_of, read_answer
from orchestration.sources.kosis.meta import Changes, TableCodes, read_changes, read_codes
from orchestration.sources.kosis.plan import RequestChunk
from orchestration.sources.kosis.table import CensusTable
from orchestration.sources.web.limits import Limits, limits_of
from orchestration.sources.web.service import AskAgain, WebService

DATA = "Param/statisticsParameterData.do"
META = "statisticsData.do"
_HINT_ATTEMPTS = 2
"""The dates of change only save requests: it is not worth waiting long for them."""


class TooManyCells(SourceUnavailable):
    """Error 31: the request has to be split."""


class NoData(ArrivalRefused):
    """Error 30: there is nothing for this request."""


class KosisClient:
    """Asks for one table. `calls` counts the requests, retries included."""

    def __init__(self, source_id: str, table: CensusTable, settings: Settings) -> None:
        assert settings.kosis_api_key is not None
        self._source_id = source_id
        self._table = table
        self._key = settings.kosis_api_key.get_secret_value()
        self._service = WebService(
            "kosis", settings.kosis_url, self._key, limits_of("kosis", settings)
        )

    def __enter__(self) -> Self:
        self._service.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._service.__exit__(kind, error, trace)

    @property
    def table(self) -> CensusTable:
        """The table that is asked for."""
        return self._table

    @property
    def calls(self) -> int:
        """How many requests went out."""
        return self._service.calls

    @property
    def limits(self) -> Limits:
        """How much a refresh may ask for."""
        return self._service.limits

    def codes(self) -> TableCodes:
        """The table's items and classes."""
        where = f"{self._source_id} getMeta ITM of {self._table.table_id}"
        rows, _ = self._ask(META, {"method": "getMeta", "type": "ITM", **self._id()}, where, "ITM")
        return read_codes(rows, where)

    def changes(self) -> Changes:
        """When each year was last changed: a hint, so that only a refused key is an error here."""
        where = f"{self._source_id} getMeta NCD of {self._table.table_id}"
        parameters = {"method": "getMeta", "type": "NCD", **self._id()}
        try:
            rows, _ = self._ask(META, parameters, where, "NCD", attempts=_HINT_ATTEMPTS)
        except CredentialRejected:
            raise
        except SmartCityError as error:
            return Changes(is_whole=False, unknown=error.what)
        return read_changes(rows)

    def cells(self, chunk: RequestChunk) -> bytes:
        """The answer to one chunk, checked to hold what was asked for and nothing else.

        Raises `TooManyCells` when the chunk has to be split.
        """
        where = f"{self._source_id} {chunk.year} part {chunk.part}"
        rows, body = self._ask(DATA, self.parameters(chunk), where, f"{chunk.year}-{chunk.part}")
        try:
            _check_asked(rows, chunk, self._table, where)
        except ArrivalRefused as refused:
            raise self._aside(refused, f"{chunk.year}-{chunk.part}", body) from None
        return body

    def parameters(self, chunk: RequestChunk) -> dict[str, str]:
        """The parameters of a chunk, without the key."""
        objects = {
            self._table.region_object: "+".join(chunk.regions),
            self._table.industry_object: (
                "ALL" if chunk.all_industries else "+".join(chunk.industries)
            ),
            **self._table.fixed_objects,
        }
        return {
            "method": "getList",
            **self._id(),
            **dict(sorted(objects.items())),
            "itmId": "+".join(chunk.items),
            "prdSe": self._table.period_kind,
            "startPrdDe": str(chunk.year),
            "endPrdDe": str(chunk.year),
        }

    def _id(self) -> dict[str, str]:
        return {"orgId": self._table.org_id, "tblId": self._table.table_id}

    def _ask(
        self,
        path: str,
        parameters: Mapping[str, str],
        where: str,
        name: str,
        attempts: int | None = None,
    ) -> tuple[Rows, bytes]:
        wanted = {**parameters, "format": "json", "jsonVD": "Y"}
        query = "&".join(f"{k}={quote(v, safe='+*')}" for k, v in wanted.items())
        target = f"{path}?{query}&apiKey={quote(self._key, safe='')}"
        return self._service.ask(
            target, lambda body: self._read(body, where, name), where=where, attempts=attempts
        )

    def _read(self, body: bytes, where: str, name: str) -> tuple[Rows, bytes]:
        if error := error_of(body):
            number, message = map(self._service.said, error)
            raise meaning(number, message, where)
        if self._service.repeats_key(body):
            refused = ArrivalRefused(
                "the answer repeats our key", where=where, remedy="look for a proxy in between"
            )
            raise self._aside(refused, name, body)
        try:
            return read_answer(body, where), body
        except ArrivalRefused as refused:
            raise self._aside(refused, name, body) from None

    def _aside(self, refused: ArrivalRefused, name: str, body: bytes) -> AnswerRefused:
        return AnswerRefused(refused, name=name, body=self._service.without_key(body))


def meaning(number: str, message: str, where: str) -> SmartCityError:
    """What a KOSIS error number means for us; `message` is the service's own."""
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
                remedy="check the year and request.period_kind: a wrong prdSe answers this as well",
            )
        case "31":
            error = TooManyCells(
                what, where=where, remedy="ask the service for its limit; it is not known here"
            )
        case "40":
            error = SourceUnavailable(
                what, where=where, remedy="calls are used up: run again later, it goes on from here"
            )
        case "41":
            error = SourceUnavailable(
                what, where=where, remedy="rows are used up: run later, or lower cells_per_call"
            )
        case "50":
            error = AskAgain(what, where=where)
        case _:
            error = SourceUnavailable(
                what, where=where, remedy="see docs/sources.md, then run again"
            )
    return error


def _check_asked(rows: Rows, chunk: RequestChunk, table: CensusTable, where: str) -> None:
    """Refuse rows that were not asked for, and an answer without a region or item that was."""
    region, industry = (f"C{o[-1]}" for o in (table.region_object, table.industry_object))
    asked = {
        "TBL_ID": {table.table_id},
        "PRD_DE": {str(chunk.year)},
        region: set(chunk.regions),
        industry: set(chunk.industries),
    }
    if table.items:
        asked["ITM_ID"] = set(chunk.items)
    for field, codes in asked.items():
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
                f"column {field} is {shown(rows[odd[0]][field])}, no text",
                where=f"{where} row {odd[0] + 1}",
                remedy="the type changed: compare with the service's documentation",
            )
        found = {row[field] for row in rows}
        if strange := found - codes:
            raise ArrivalRefused(
                f"{field} {said(min(strange))} came and was not asked for",
                where=where,
                remedy="ask again; if it stays, the service reads the request differently",
            )
        if field in (region, "ITM_ID") and (absent := codes - found):
            raise ArrivalRefused(
                f"{field} {min(absent)} was asked for and did not come",
                where=where,
                remedy="ask again; if it stays, list request.regions or items that the table has",
            )
