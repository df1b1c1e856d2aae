"""The body of a response of the Seoul Open Data Plaza: a page of rows, or an error.

A page is {SERVICE: {list_total_count, RESULT: {CODE, MESSAGE}, row: […]}}; an error has RESULT at the
top. Both have HTTP status 200. Some errors, as for a wrong key, are XML although JSON was requested:
<RESULT><CODE>…</CODE><MESSAGE>…</MESSAGE></RESULT>.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from orchestration.errors import ArrivalRefused
from orchestration.foreign_text import shown
from orchestration.sources.web.body import Damaged, TooLarge, decode, unpack
from orchestration.sources.web.json_text import NotJson, read_json

OK = "INFO-000"
MOST_ROWS = 10**9
_LONGEST_XML = 65_536
"""Characters of an XML error at most; a usual one has about 200."""


@dataclass(frozen=True)
class Page:
    """The rows of a page, the number of rows of all pages, and code and message of the service.

    Code and message may contain anything, also the key.
    """

    code: str
    message: str
    total: int = 0
    rows: tuple[dict[str, Any], ...] = ()


def read_page(body: bytes, service: str, where: str) -> Page:
    """The page in `body`; `code` is not `INFO-000` for an error.

    Raises `ArrivalRefused` for a body that is neither a page nor an error.
    """
    try:
        text = decode(unpack(body))
    except (Damaged, TooLarge) as error:
        raise _refused(f"the response is damaged ({error})", where) from None
    if text.lstrip()[:1] == "<":
        return _xml_error(text, where)
    try:
        content = read_json(text)
    except NotJson as error:
        raise _refused(f"the response is not complete JSON ({error})", where) from None
    if not isinstance(content, dict):
        raise _refused("the response is not an object", where)
    fields = _object(content.get(service, content), service, where)
    result = _object(_field(fields, "RESULT", where), "RESULT", where)
    code, message = _text(result, "CODE", where), _text(result, "MESSAGE", where)
    if code != OK:
        return Page(code, message)
    total, rows = _total(fields, where), _field(fields, "row", where)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _refused("the rows of the response are not a list of objects", where)
    return Page(code, message, total, tuple(rows))


def _xml_error(text: str, where: str) -> Page:
    """The error in an XML response; other XML, also with a DTD or entities, is refused."""
    page = _refused("the response is an HTML or XML page instead of JSON", where)
    if len(text) > _LONGEST_XML:
        raise page
    try:
        root = fromstring(text.strip(), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise page from None
    result = root if root.tag == "RESULT" else root.find("RESULT")
    code = "" if result is None else (result.findtext("CODE") or "").strip()
    if result is None or not code:
        raise page
    if code == OK:
        raise _refused("the response has its rows as XML instead of JSON", where)
    return Page(code, (result.findtext("MESSAGE") or "").strip())


def _object(value: Any, name: str, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _refused(f"{name} of the response is {shown(value)}, not an object", where)
    return value


def _field(fields: dict[str, Any], name: str, where: str) -> Any:
    if name not in fields:
        raise _refused(f"the response has no field '{name}'", where)
    return fields[name]


def _text(result: dict[str, Any], name: str, where: str) -> str:
    value = _field(result, name, where)
    if name == "MESSAGE" and value is None:
        return ""
    if not isinstance(value, str):
        raise _refused(f"{name} of the response is {shown(value)}, not text", where)
    return value


def _total(fields: dict[str, Any], where: str) -> int:
    value: object = _field(fields, "list_total_count", where)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 10:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_ROWS:
        raise _refused(f"list_total_count of the response is {shown(value)}, not a count", where)
    return value


def _refused(what: str, where: str) -> ArrivalRefused:
    return ArrivalRefused(
        what, where=where, remedy="run again later; the response is in the quarantine folder"
    )
