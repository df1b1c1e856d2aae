"""Read a linkage table as published into the columns of the project's own form of a taxonomy.

A layer is the top level of the special classification, an industry each level below. Identifiers come from
the agency's codes, or from the position where it has none. All faults of a file are in one message.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from orchestration.errors import ArrivalRefused
from orchestration.lake.reference import ksic_revisions
from orchestration.sources.plain_text import plain_text
from orchestration.sources.taxonomy.linkage.assemble import Assembled, assemble
from orchestration.sources.taxonomy.linkage.delimited import read_delimited
from orchestration.sources.taxonomy.linkage.grid import Grid
from orchestration.sources.taxonomy.linkage.header import Header, Ksic, find_header
from orchestration.sources.taxonomy.linkage.metadata import read_metadata
from orchestration.sources.taxonomy.linkage.revision import find_revision
from orchestration.sources.taxonomy.linkage.table import Body, read_body
from orchestration.sources.taxonomy.linkage.workbook import read_workbook

_HEADER_REMEDY = "add a header with 한국표준산업분류 (or KSIC), and with 대분류, 분류코드 or 분류명"


@dataclass(frozen=True)
class LinkageTable:
    """What a file says: rows by the columns of the form, each with its row or line, and metadata.

    `remarks` are what was decided while reading, one text each: restored zeros, the revision.
    """

    metadata: dict[str, str]
    records: list[tuple[int, dict[str, str]]]
    remarks: list[str] = field(default_factory=list)


def read_linkage(path: Path, name: str, taxonomy_id: str, given: Mapping[str, str]) -> LinkageTable:
    """The table in the file at `path`, which is called `name`.

    `given` are the keys of the file beside it: `ksic_revision`, `sheet`, and metadata. Raises
    `ArrivalRefused` with every row that cannot be used and its reason.
    """
    grid, header = _table_of(_grids(path, name), name, given.get("sheet", ""))
    link, body, revision = _linked(grid, header, name, given.get("ksic_revision", ""))
    above = [text for line in grid.lines[: header.first_row] for text in line.texts]
    above = [text for text in above if text not in " ".join(header.labels)]
    made: Assembled = assemble(body.links, taxonomy_id, revision)
    if made.faults:
        raise _refusal(made.faults, len(body.links), grid, name)
    if not any(record["ksic_code"] for _, record in made.records):
        raise ArrivalRefused(
            "no row has a KSIC code", where=f"{name} {grid.name}", remedy=_HEADER_REMEDY
        )
    remarks = made.remarks(grid.unit, name)
    if not link.revision and not given.get("ksic_revision"):
        remarks.insert(0, f"{name}: the codes are read as KSIC {revision}")
    metadata = (
        {"title_ko": Path(name).stem}
        | read_metadata(above, body.notes)
        | {key: text for key, text in given.items() if key not in ("ksic_revision", "sheet")}
    )
    return LinkageTable(metadata, made.records, remarks)


def _grids(path: Path, name: str) -> list[Grid]:
    if name.lower().endswith(".xlsx"):
        return read_workbook(path, name)
    return [read_delimited(path, name)]


def _table_of(grids: list[Grid], name: str, wanted: str) -> tuple[Grid, Header]:
    """The only sheet with a linkage table, or the one that is wanted."""
    found = [(grid, header) for grid in grids if (header := find_header(grid))]
    if wanted:
        found = [(grid, header) for grid, header in found if grid.name == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        sheets = ", ".join(grid.name for grid, _ in found)
        raise ArrivalRefused(
            f"{len(found)} sheets have a linkage table: {sheets}",
            where=name,
            remedy=f"write sheet: and the name of one of them into {name}.yml beside it",
        )
    raise ArrivalRefused(
        f"no sheet {wanted} has the header of a linkage table"
        if wanted
        else "no header of a linkage table was found",
        where=name,
        remedy=_HEADER_REMEDY,
    )


def _linked(grid: Grid, header: Header, name: str, given: str) -> tuple[Ksic, Body, str]:
    """The columns that are used, their rows and the revision: the one given, or the newest."""
    if given and given not in ksic_revisions():
        known = ", ".join(ksic_revisions())
        raise ArrivalRefused(
            f"ksic_revision {plain_text(given, most=20)!r} is not known",
            where=f"{name}.yml",
            remedy=f"use one of {known}",
        )
    if given:
        named = [one.revision for one in header.links if one.revision]
        if named and given not in named:
            raise ArrivalRefused(
                f"the header names KSIC {' and '.join(named)}, {name}.yml KSIC {given}",
                where=name,
                remedy="correct ksic_revision, or remove it",
            )
        link = header.link_of(given)
        return link, read_body(grid, header, link), given
    link = max(header.links, key=lambda one: int(one.revision or 0))
    body = read_body(grid, header, link)
    if link.revision:
        return link, body, link.revision
    texts = [text for line in grid.lines[: header.first_row] for text in line.texts]
    texts += [*body.notes, grid.name, name]
    return link, body, find_revision(body.links, header.labels, texts, name)


_MOST_SHOWN = 50


def _refusal(
    faults: list[tuple[int, str, str]], rows: int, grid: Grid, name: str
) -> ArrivalRefused:
    listed = [f"{grid.unit} {number}: {what}" for number, what, _ in faults[:_MOST_SHOWN]]
    more = f"; and {len(faults) - _MOST_SHOWN} more" if len(faults) > _MOST_SHOWN else ""
    remedies = list(dict.fromkeys(remedy for _, _, remedy in faults))
    head = f"{len(faults)} of {rows} rows cannot be used: " if len(faults) > 1 else ""
    return ArrivalRefused(
        f"{head}{'; '.join(listed)}{more}",
        where=f"{name} {grid.unit} {faults[0][0]}",
        remedy="; ".join(remedies[:3]),
    )
