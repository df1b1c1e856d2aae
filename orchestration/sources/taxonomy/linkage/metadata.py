"""What the texts around a linkage table say: title, agency, notice, dates, address, KSIC revision."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from orchestration.lake.reference import ksic_revisions

_NOTICE = re.compile(
    r"(?P<agency>[가-힣·]{2,30}(?:부|청|처|원|회|공사|공단|시|도))?\s*"
    r"(?P<kind>고시|공고|훈령)\s*(?:제\s*)?(?P<number>[0-9]{2,4}\s*[-–]\s*[0-9]{1,5})\s*호?"
)
_DATE = re.compile(
    r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})\s*[.\-/년]\s*(?P<month>[01]?[0-9])\s*[.\-/월]\s*"
    r"(?P<day>[0-3]?[0-9])\s*[.일]?(?![0-9])"
)
_VALID = re.compile(r"시행|적용|효력")
_ADDRESS = re.compile(r"https?://[^\s/)\]]+[^\s)\]]*")
_AGENCY = re.compile(
    r"(?:작성|제정|주관|소관)?\s*(?:기관|부처)\s*[:：]\s*(?P<agency>[가-힣·\s]{2,30})"
)
_REVISION = re.compile(
    r"(?:제\s*(?P<ordinal>9|10|11)\s*차|(?<![0-9])(?P<plain>9|10|11)\s*차"
    r"|KSIC\s*(?:Rev\.?\s*)?\(?(?P<ksic>9|10|11)(?![0-9]))",
    re.IGNORECASE,
)
_TITLE = re.compile(r"분류|연계")
_ASIDE = re.compile(r"^[(<\[※*]|단위|^자료|^출처|^주\s*[):]|^\(?붙임|^별표")


def read_metadata(above: Iterable[str], below: Iterable[str]) -> dict[str, str]:
    """The metadata of a taxonomy in the texts above and below its table, by the keys of its form."""
    above, below = list(above), list(below)
    found = {"title_ko": _title(above)}
    texts = [*above, *below]
    for text in texts:
        notice = _NOTICE.search(text)
        if notice and "notice" not in found:
            agency = (notice["agency"] or "").strip()
            number = re.sub(r"\s", "", notice["number"])
            found["notice"] = f"{agency} {notice['kind']} 제{number}호".strip()
            if agency:
                found.setdefault("agency_ko", agency)
            _keep_date(found, "notice_date", text[notice.end() :])
        if _VALID.search(text):
            near = re.split(_VALID, text, maxsplit=1)
            _keep_date(found, "valid_from", f"{near[1]} ") or _keep_date(
                found, "valid_from", _last_date(near[0])
            )
        agency_given = _AGENCY.search(text)
        if agency_given:
            found.setdefault("agency_ko", agency_given["agency"].strip())
        address = _ADDRESS.search(text)
        if address:
            found.setdefault("source_url", address[0].rstrip(".,"))
    return {key: value for key, value in found.items() if value}


def revisions_in(texts: Iterable[str]) -> set[str]:
    """The KSIC revisions that the texts name."""
    named = (
        match["ordinal"] or match["plain"] or match["ksic"]
        for text in texts
        for match in _REVISION.finditer(text)
    )
    return {revision for revision in named if revision in ksic_revisions()}


def _title(above: list[str]) -> str:
    plain = [text for text in above if not _ASIDE.search(text) and not _NOTICE.match(text)]
    titled = [text for text in plain if _TITLE.search(text)]
    return (titled or plain or [""])[0].strip("□○■◎ ")[:200]


def _keep_date(found: dict[str, str], key: str, text: str) -> bool:
    """Keep the first valid date of `text` under `key`, unless there is one already."""
    match = _DATE.search(text)
    if match is None or key in found:
        return key in found
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return False
    found[key] = day.isoformat()
    return True


def _last_date(text: str) -> str:
    matches = list(_DATE.finditer(text))
    return matches[-1][0] if matches else ""
