"""Make rows of the form of a taxonomy of the links: identifiers, parents, codes and coverage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from orchestration.lake.reference import ksic_names, ksic_parents
from orchestration.sources.plain_text import plain_text
from orchestration.sources.taxonomy.linkage.codes import (
    Resolved,
    WrittenCode,
    is_nothing,
    part_of,
    read_codes,
    resolve,
    same_name,
)
from orchestration.sources.taxonomy.linkage.names import slug
from orchestration.sources.taxonomy.linkage.table import Link, Step

COLUMNS = (
    *("taxonomy_id", "layer", "industry", "parent", "own_code", "name_ko", "name_en"),
    *("ksic_revision", "ksic_code", "coverage", "part_share", "evidence", "note"),
)
Record = dict[str, str]
_RESERVED = frozenset({"all", "common", "total"})


@dataclass
class Assembled:
    """Rows of the form, faults (row, what, what to do), restored zeros, repeated links."""

    records: list[tuple[int, Record]] = field(default_factory=list)
    faults: list[tuple[int, str, str]] = field(default_factory=list)
    restored: list[tuple[int, str, str, str]] = field(default_factory=list)
    repeated: list[tuple[int, str, int]] = field(default_factory=list)

    def remarks(self, unit: str, name: str) -> list[str]:
        """One text for each restored zero and each repeated link."""
        why = {
            "validity": "the only code that KSIC has",
            "name": "its name is beside it",
            "section": "the code of that section",
        }
        return [
            f"{name} {unit} {number}: {written} is read as {code}, {why[how]}"
            for number, written, code, how in self.restored
        ] + [
            f"{name} {unit} {number}: {code} is linked in {unit} {first} already"
            for number, code, first in self.repeated
        ]


def assemble(links: Sequence[Link], taxonomy_id: str, revision: str) -> Assembled:
    """The rows of a table. A link that occurs again in its industry is one row."""
    made = Assembled()
    identifiers = _Identifiers(links)
    described: set[tuple[str, str]] = set()
    seen: dict[tuple[str, str, str], tuple[int, Record]] = {}
    with_code = {
        link.place[: depth + 1] for link in links if link.code for depth in range(len(link.place))
    }
    lost = _has_lost_zeros(links, revision)
    for link in links:
        if not link.place:
            made.faults.append((link.number, "no class of the special classification", "write it"))
            continue
        ids = identifiers.of(link.place)
        for depth in range(len(link.place)):
            level = ids[0], ids[depth] if depth else ""
            if level not in described:
                described.add(level)
                above = ids[depth - 1] if depth > 1 else ""
                made.records.append(
                    (link.number, _description(taxonomy_id, level, above, link.place[depth]))
                )
        if not link.code:
            if link.place not in with_code:
                what = f"{_shown(link.place[-1])} has no KSIC code"
                made.faults.append((link.number, what, "write its code, or - where it has no link"))
            continue
        for record in _codes(link, revision, lost, made):
            industry = ids[-1] if len(ids) > 1 else ""
            key = ids[0], industry, record["ksic_code"]
            if key in seen:
                first, known = seen[key]
                _merge(known, record)
                made.repeated.append((link.number, record["ksic_code"], first))
                continue
            full = _blank(taxonomy_id) | {"layer": ids[0], "industry": industry} | record
            seen[key] = link.number, full
            made.records.append((link.number, full))
    return made


def _merge(known: Record, record: Record) -> None:
    """Add a link to the one of the same code: two parts are a part of which no share is known."""
    if "full" in (known["coverage"], record["coverage"]):
        known["coverage"] = "full"
    known["part_share"] = ""
    texts = [text for text in (known["note"], record["note"]) if text]
    known["note"] = "; ".join(dict.fromkeys(texts))


def _codes(link: Link, revision: str, lost: bool, made: Assembled) -> list[Record]:
    """The codes of a row; what cannot be used is added to the faults."""
    if is_nothing(link.code):
        return []
    written, rest = read_codes(link.code)
    if not written:
        what = f"{plain_text(link.code, most=60)!r} is not a KSIC code"
        made.faults.append((link.number, what, "write codes of 2 to 5 digits, separated by commas"))
        return []
    name = link.name or rest
    records = []
    for one in written:
        found = resolve(one, name if len(written) == 1 else "", revision, lost)
        if found.fault:
            made.faults.append((link.number, found.fault, found.remedy))
            continue
        if found.restored_by:
            made.restored.append((link.number, one.text, found.code, found.restored_by))
        records += _records(link, one, found, name, revision)
    return records


def _records(
    link: Link, written: WrittenCode, found: Resolved, name: str, revision: str
) -> list[Record]:
    codes = [found.code]
    if not found.code.isdigit():  # a whole section is its divisions
        parents = ksic_parents(revision)
        codes = [code for code, parent in parents.items() if parent == found.code]
    marked, share = part_of(link.remark, _marked_name(name))
    is_part = written.is_part or marked
    official = ksic_names(revision)[found.code]
    differs = name and not same_name(name, official)
    return [
        {
            "ksic_revision": revision,
            "ksic_code": code,
            "coverage": "part" if is_part else "full",
            "part_share": share if is_part else "",
            "evidence": f"section {found.code}" if code != found.code else "",
            "note": "; ".join(text for text in (name if differs else "", link.remark) if text),
        }
        for code in codes
    ]


def _marked_name(name: str) -> str:
    """The part of a name that can be a mark: what is in parentheses, and its end."""
    return name[name.find("(") :] if "(" in name else name[-2:]


def _has_lost_zeros(links: Sequence[Link], revision: str) -> bool:
    """Whether a spreadsheet removed zeros: a code is valid only with one, and none begins with one."""
    codes = [code for link in links for code in read_codes(link.code)[0]]
    if any(code.digits.startswith("0") for code in codes):
        return False
    return any(resolve(code, "", revision, False).restored_by == "validity" for code in codes)


class _Identifiers:
    """The identifiers of the levels: from the agency's codes where all of a level have one."""

    def __init__(self, links: Sequence[Link]) -> None:
        self._by_place: dict[tuple[Step, ...], str] = {}
        used: dict[str, set[str]] = {}
        children: dict[tuple[Step, ...], int] = {}
        for link in links:
            for depth in range(1, len(link.place) + 1):
                place = link.place[:depth]
                if place in self._by_place:
                    continue
                above = place[:-1]
                children[above] = children.get(above, 0) + 1
                names = used.setdefault(self._by_place[place[:1]] if depth > 1 else "", set())
                name = self._name(place, children[above], names)
                names.add(name)
                self._by_place[place] = name

    def of(self, place: tuple[Step, ...]) -> list[str]:
        """The identifiers from the top down."""
        return [self._by_place[place[:depth]] for depth in range(1, len(place) + 1)]

    def _name(self, place: tuple[Step, ...], position: int, used: set[str]) -> str:
        coded = slug(place[-1].code)
        above = self._by_place.get(place[:-1], "")
        for name in (coded, f"{above}_{coded}" if above and coded else ""):
            if name and name not in used and name not in _RESERVED:
                return name
        return f"{above}_{position}" if above else f"c{position}"


def _description(taxonomy_id: str, level: tuple[str, str], parent: str, step: Step) -> Record:
    return _blank(taxonomy_id) | {
        "layer": level[0],
        "industry": level[1],
        "parent": parent,
        "own_code": step.code,
        "name_ko": step.name or step.code,
        "name_en": step.name_en,
    }


def _blank(taxonomy_id: str) -> Record:
    return dict.fromkeys(COLUMNS, "") | {"taxonomy_id": taxonomy_id}


def _shown(step: Step) -> str:
    return plain_text(f"{step.code} {step.name}".strip(), most=60)
