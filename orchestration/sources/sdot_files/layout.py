"""The `request` of a declaration with provider `sdot_files`: which header is which field.

A header that is not declared is refused. `NAME#2` is the second column of the name NAME.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from pydantic import Field, model_validator

from orchestration.contracts.datasets import SDOT_METRICS
from orchestration.contracts.declaration import Strict
from orchestration.errors import ArrivalRefused
from orchestration.sources.dropped_file import FileRequest

IDENTITY = {
    "measured_at": "time",
    "received_at": "time",
    "sensor_id": "text",
    "model": "text",
    "district": "text",
    "dong": "text",
    "region_kind": "text",
    "data_no": "number",
}
"""The fields that are not metrics, and what kind of value each has."""
STATISTICS = ("min", "avg", "max")


class Statistic(Strict):
    """How the headers of metrics name a statistic."""

    en: str
    ko: str


class SensorFiles(FileRequest):
    """The headers and formats of the weekly files."""

    identity: dict[str, tuple[str, ...]]
    statistics: dict[str, Statistic]
    metrics: dict[str, tuple[str, ...]] = Field(
        description="metric -> headers, with {en} or {ko} for the statistic"
    )
    ignored: tuple[str, ...] = ()
    time_formats: tuple[str, ...]
    not_numeric: tuple[str, ...]
    most_left_out: float

    @model_validator(mode="after")
    def _fields_are_known(self) -> Self:
        unknown = (
            [name for name in self.identity if name not in IDENTITY]
            + [name for name in self.metrics if name not in SDOT_METRICS]
            + [name for name in self.statistics if name not in STATISTICS]
        )
        if unknown:
            raise ValueError(f"{unknown[0]} is not a field of sdot_readings")
        return self

    def field_by_header(self) -> dict[str, str]:
        """By declared header, our field, as `sensor_id` or `temperature.avg`."""
        fields = {name: field for field, names in self.identity.items() for name in names}
        for metric, forms in self.metrics.items():
            for name, statistic in self.statistics.items():
                for form in forms:
                    header = form.format(en=statistic.en, ko=statistic.ko)
                    fields[header] = f"{metric}.{name}"
        return fields


@dataclass(frozen=True)
class Columns:
    """The positions of the fields of one file.

    `repeated` gives for a second column of the same header the position of the first; `unnamed` are columns
    without a header, which must be empty.
    """

    fields: dict[str, int]
    repeated: dict[int, int]
    unnamed: tuple[int, ...]

    @property
    def metrics(self) -> list[str]:
        """The metrics of the file, in its order."""
        return list(dict.fromkeys(f.split(".")[0] for f in self.fields if "." in f))


def columns_of(header: Sequence[str], width: int, files: SensorFiles, where: str) -> Columns:
    """The columns of a file of `width` columns; raises `ArrivalRefused` with all unknown headers."""
    known = files.field_by_header()
    fields: dict[str, int] = {}
    repeated: dict[int, int] = {}
    unnamed: list[int] = list(range(len(header), width))
    first: dict[str, int] = {}
    seen: Counter[str] = Counter()
    complaints: list[str] = []
    for position, written in enumerate(header):
        name = " ".join(unicodedata.normalize("NFC", written).split())
        seen[name] += 1
        numbered = name if seen[name] == 1 else f"{name}#{seen[name]}"
        if not name:
            unnamed.append(position)
        elif numbered in files.ignored:
            continue
        elif numbered in known and known[numbered] not in fields:
            fields[known[numbered]] = position
            first.setdefault(name, position)
        elif name in first:
            repeated[position] = first[name]
        else:
            what = f"{known[numbered]} occurs twice" if numbered in known else "is not known"
            complaints.append(f"column {numbered!r} {what}")
    if complaints:
        raise ArrivalRefused(
            "; ".join(complaints),
            where=f"{where} line 1",
            remedy="declare each under request.identity or request.metrics, or as ignored",
        )
    missing = [name for name in ("measured_at", "sensor_id") if name not in fields]
    if missing or not any("." in field for field in fields):
        raise ArrivalRefused(
            f"no column for {missing[0] if missing else 'any metric'}",
            where=f"{where} line 1",
            remedy="declare its header under request.identity or request.metrics",
        )
    return Columns(fields, repeated, tuple(unnamed))
