"""Count the workplaces of a monthly pension file from its raw rows, independently of the pipeline."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from orchestration.contracts.declaration import load_declarations
from orchestration.lake.classification import merged_into
from orchestration.lake.reference import provinces_by_admin_code, provinces_on
from orchestration.sources.nps.header import column_of
from orchestration.sources.nps.names import codes_by_name, normalise
from orchestration.trace.evidence import RawFile

_REGISTERED, _WITHDRAWN = "1", "2"
Pair = tuple[str, str]
"""Industry name and province."""


class PensionFile:
    """Registered workplaces and their insured persons by industry name, in the nation and its provinces.

    `insured` has the pairs with somebody, by name and province; persons of an unknown province are in the
    nation only. Rows of a province that merged are those of the merged province where the file has both.
    """

    def __init__(self, file: RawFile) -> None:
        self.file = file
        request = load_declarations()[file.source_id].request
        self.revision = str(request["ksic_revision"])
        self._columns = request["columns"], request.get("spellings", {})
        self._fields = request["fields"]
        workplaces: Counter[str] = Counter()
        persons: Counter[str] = Counter()
        pairs: Counter[Pair] = Counter()
        region_of = provinces_by_admin_code(file.partition)
        for record in self._records():
            insured, *others = (_count(record[x]) for x in ("insured", "joined", "lost"))
            status = _plain(record["status"])
            if status not in (_REGISTERED, _WITHDRAWN) or insured is None or None in others:
                continue
            name, is_counted = record["industry_name"].strip(), status == _REGISTERED
            insured *= is_counted
            workplaces[name] += is_counted
            persons[name] += insured
            region = region_of.get(_plain(record["province"]))
            if region is not None:
                pairs[name, region] += insured
        self.names = {name: (workplaces[name], persons[name]) for name in workplaces}
        self._pairs = pairs

    @cached_property
    def is_of_whole_nation(self) -> bool:
        """Whether every province of the month has insured persons, itself or as a part of a merged one."""
        found = {province for (_, province), insured in self._pairs.items() if insured}
        wanted = provinces_on(f"{self.file.partition}-01")
        return all(
            province in found
            or merged_into(province) in found
            or any(merged_into(part) == province for part in found)
            for province in wanted
        )

    @cached_property
    def provinces(self) -> set[str]:
        """The provinces of the pairs."""
        return {self._place_of(province) for province in self._written}

    @cached_property
    def insured(self) -> Counter[Pair]:
        """Insured persons by name and province."""
        found: Counter[Pair] = Counter()
        for (name, province), insured in self._pairs.items():
            found[name, self._place_of(province)] += insured
        return found

    @cached_property
    def code_of(self) -> dict[str, str]:
        """The five-digit code of each name that has one."""
        codes = codes_by_name(self.revision)
        return {name: codes[normalise(name)] for name in self.names if normalise(name) in codes}

    def _place_of(self, province: str) -> str:
        whole = merged_into(province)
        return whole if whole is not None and whole in self._written else province

    @cached_property
    def _written(self) -> set[str]:
        """The provinces as the file has them."""
        return {province for _, province in self._pairs}

    def _records(self) -> Iterator[dict[str, str]]:
        """The fields in use of each row, by our names; characters that cannot be read are replaced."""
        reader = csv.reader(io.StringIO(_text(self.file.plain), newline=""))
        header = [column_of(name.strip(), *self._columns) for name in next(reader)]
        places = {ours: header.index(column) for ours, column in self._fields.items()}
        for values in reader:
            if values:
                yield {ours: values[place] for ours, place in places.items()}


def _text(content: bytes) -> str:
    """UTF-8 or CP949, whichever decodes more."""
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    texts = [content.decode(encoding, "replace") for encoding in ("utf-8-sig", "cp949")]
    return min(texts, key=lambda text: text.count("\ufffd"))


def _plain(text: str) -> str:
    """A code without blanks and the `.0` of spreadsheets."""
    return text.strip().removesuffix(".0")


def _count(text: str) -> int | None:
    return int(plain) if (plain := _plain(text)).isdigit() else None
