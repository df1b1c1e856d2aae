"""The KOSIS OpenAPI as its documents describe it, over a synthetic table. Written without our client."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qs, urlsplit

from tests.support.kosis_table import ITEMS, ServedTable
from tests.support.loopback import Answer

MESSAGES = {
    "10": "인증키 누락",
    "11": "인증키 기간만료",
    "20": "필수요청변수 누락",
    "21": "잘못된 요청변수",
    "30": "조회결과 없음",
    "31": "조회결과 초과",
    "40": "호출가능건수 제한",
    "41": "호출가능ROW수 제한",
    "42": "사용자별 이용 제한",
    "50": "서버오류",
}
OBJECT_NAMES = tuple(f"objL{n}" for n in range(1, 9))


def error(number: str) -> Answer:
    """An error as the service tells it: HTTP 200 and one object."""
    return Answer(json.dumps({"err": number, "errMsg": MESSAGES[number]}).encode())


class KosisService:
    """Answers the targets of requests. `limit` is the number of cells that error 31 guards.

    `others` are further tables of the service, beside `table`.
    """

    def __init__(
        self, table: ServedTable, key: str, limit: int = 40_000, *others: ServedTable
    ) -> None:
        self.table = table
        self.others = {other.table_id: other for other in others}
        self.key = key
        self.limit = limit

    def __call__(self, target: str) -> Answer:
        parts = urlsplit(target)
        given = {k: v[0] for k, v in parse_qs(parts.query, keep_blank_values=True).items()}
        if not given.get("apiKey"):
            return error("10")
        if given["apiKey"] != self.key:
            return error("11")
        if given.get("orgId") is None or given.get("tblId") is None:
            return error("20")
        table = {**self.others, self.table.table_id: self.table}.get(given["tblId"])
        if given["orgId"] != "101" or table is None:
            return error("21")
        match parts.path, given.get("method"), given.get("type"):
            case "/Param/statisticsParameterData.do", "getList", None:
                return self._data(table, given)
            case "/statisticsData.do", "getMeta", "ITM":
                return _told(table.meta_items(), given)
            case "/statisticsData.do", "getMeta", "NCD":
                return _told(table.meta_changes(), given)
        return Answer(b"<html><body>404</body></html>", status=404)

    def _data(self, table: ServedTable, given: Mapping[str, str]) -> Answer:
        needed = ("itmId", "prdSe", "format", "objL1", "objL2", "objL3", "startPrdDe", "endPrdDe")
        if any(not given.get(name) for name in needed):
            return error("20")
        if any(name in given for name in OBJECT_NAMES[3:]):
            return error("21")
        years = [y for y in table.years if given["startPrdDe"] <= str(y) <= given["endPrdDe"]]
        if given["prdSe"] != "Y" or not years:
            return error("30")
        regions = _chosen(given["objL1"], table.regions)
        industries = _chosen(given["objL2"], table.industries())
        items = _chosen(given["itmId"], ITEMS)
        if not (regions and industries and items and _chosen(given["objL3"], ("0",))):
            return error("30")
        if len(years) * len(regions) * len(industries) * len(items) > self.limit:
            return error("31")
        rows = [r for y in years for r in table.rows(y, regions, industries, items)]
        return _told(rows, given) if rows else error("30")


def _chosen(text: str, codes: Iterable[str]) -> list[str]:
    """The codes that a parameter names: joined by `+`, ALL, or a prefix with `*`."""
    wanted = [w for w in re.split(r"[ +]", text) if w]
    prefixes = tuple(w[:-1] for w in wanted if w.endswith("*"))
    return [
        c for c in codes if "ALL" in wanted or c in wanted or (prefixes and c.startswith(prefixes))
    ]


def _told(rows: list[dict[str, str]], given: Mapping[str, str]) -> Answer:
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    if given.get("jsonVD") != "Y":
        text = re.sub(r'([{,])"([A-Za-z_0-9]+)":', r"\1\2:", text)
    return Answer(text.encode(), headers=(("Content-Type", "application/json;charset=UTF-8"),))
