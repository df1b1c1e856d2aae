"""Read taxonomies from their raw files, and compute the sets of five-digit codes that the marts use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, product

from orchestration.lake.classification import JOINT, Ksic, Leaf, counterparts, ksic
from orchestration.sources.taxonomy.dropped import BESIDE, TABLE
from orchestration.sources.taxonomy.published import read_published
from orchestration.trace.evidence import Evidence, RawFile
from orchestration.trace.model import CodeUse

_Chosen = Callable[[frozenset[str]], bool]

Leaves = Mapping[Leaf, float | None]
"""The leaves of a set, and how much of each belongs to it: 1 for all of it, None where it is not known."""


@dataclass(frozen=True)
class TaxonomyRow:
    """A line of a taxonomy file that has a code. `share` is the part of it that belongs, as in `Leaves`."""

    layer: str
    industry: str
    ksic_revision: str
    ksic_code: str
    share: float | None
    evidence: str
    line: int

    @property
    def leaves(self) -> frozenset[Leaf]:
        """The five-digit codes below the code of the row."""
        below = ksic(self.ksic_revision).leaves[self.ksic_code]
        return frozenset((self.ksic_revision, leaf) for leaf in below)


@dataclass(frozen=True)
class Node:
    """A code of which the set contains all leaves (`is_full`) or some."""

    code: str
    is_full: bool


@dataclass(frozen=True)
class SetOfLeaves:
    """The name of a set: its kind, and the names that the kind needs."""

    kind: str
    rule: str = ""
    layer: str = ""
    industry: str = ""
    combination: str = ""
    dropped: str = ""


class Taxonomy:
    """One taxonomy, from one file. An empty field and a missing column are the same."""

    def __init__(self, file: RawFile, records: Iterable[tuple[int, Mapping[str, str]]]) -> None:
        self.file = file
        stripped = [
            (line, defaultdict(str, {k: v.strip() for k, v in record.items()}))
            for line, record in records
        ]
        self.rows = [
            TaxonomyRow(
                record["layer"],
                record["industry"],
                record["ksic_revision"],
                record["ksic_code"],
                _share(record["coverage"], record["part_share"]),
                record["evidence"],
                line,
            )
            for line, record in stripped
            if record["ksic_code"]
        ]
        self.parents = {
            (record["layer"], record["industry"]): record["parent"]
            for _, record in stripped
            if record["parent"]
        }
        """The industry above an industry of a layer, where there is one."""

    @cached_property
    def is_mixed(self) -> bool:
        """Whether the rows name codes of several KSIC revisions."""
        return len({row.ksic_revision for row in self.rows}) > 1

    def leaves_of(self, row: TaxonomyRow) -> frozenset[Leaf]:
        """The leaves of a row: those of its revision, or joint codes where the taxonomy has several."""
        if not self.is_mixed:
            return row.leaves
        joint = counterparts(row.ksic_revision, JOINT)
        codes = [joint[leaf] for _, leaf in row.leaves]
        return frozenset((JOINT, code) for code in frozenset().union(*codes))

    @cached_property
    def layers(self) -> dict[Leaf, dict[str, float | None]]:
        """The layers of each leaf, with the share of the leaf that each has."""
        found: dict[Leaf, dict[str, list[float | None]]] = defaultdict(lambda: defaultdict(list))
        for row in self.rows:
            for leaf in self.leaves_of(row):
                found[leaf][row.layer].append(row.share)
        return {
            leaf: {layer: _combined(shares) for layer, shares in layers.items()}
            for leaf, layers in found.items()
        }

    def leaves(self, wanted: SetOfLeaves) -> Leaves:
        """The leaves of a set."""
        named = frozenset(wanted.combination.split("+"))
        match wanted.kind:
            case "layer":
                return self._where(lambda layers: wanted.layer in layers)
            case "exclusive":
                return self._where(
                    lambda layers: wanted.layer in layers and not is_common(layers, wanted.rule)
                )
            case "common":
                return self._where(lambda layers: is_common(layers, wanted.rule))
            case "total":
                return self._where(bool)
            case "combination":
                return self._where(lambda layers: layers == named, named)
            case "rest":
                return self._where(lambda layers: bool(layers) and layers != named, named)
            case "without":
                return self._of_rows(r for r in self.rows if r.ksic_code != wanted.dropped)
            case "industry":
                return self._of_rows(
                    r
                    for r in self.rows
                    if r.layer == wanted.layer and wanted.industry in self._line(r)
                )
        raise ValueError(wanted.kind)

    def _line(self, row: TaxonomyRow) -> list[str]:
        """The industry of a row and those above it."""
        line, industry = [], row.industry
        while industry:
            line.append(industry)
            industry = self.parents.get((row.layer, industry), "")
        return line

    def _of_rows(self, rows: Iterable[TaxonomyRow]) -> Leaves:
        """The leaves of some rows, whatever their layer is."""
        found: dict[Leaf, list[float | None]] = defaultdict(list)
        for row in rows:
            for leaf in self.leaves_of(row):
                found[leaf].append(row.share)
        return {leaf: _combined(shares) for leaf, shares in found.items()}

    def _where(self, chosen: _Chosen, named: frozenset[str] = frozenset()) -> Leaves:
        """The leaves whose layers may be `chosen`; `named` are layers that it compares with."""
        found = {}
        for leaf, layers in self.layers.items():
            share = _chosen_share(layers, chosen, named)
            if share != 0:
                found[leaf] = share
        return found

    def code_uses(self, leaves: Leaves) -> list[CodeUse]:
        """Every row of the taxonomy, and whether the set contains it in full, in part or not."""
        found = []
        for row in self.rows:
            own = self.leaves_of(row)
            inside = [leaves[leaf] for leaf in own if leaf in leaves]
            is_full = len(inside) == len(own) and all(share == 1 for share in inside)
            found.append(
                CodeUse(
                    row.ksic_code,
                    row.ksic_revision,
                    ksic(row.ksic_revision).names[row.ksic_code],
                    row.layer,
                    row.industry,
                    row.evidence,
                    "in_full" if is_full else "in_part" if inside else "left_out",
                )
            )
        return found


def _share(coverage: str, part_share: str) -> float | None:
    if coverage != "part":
        return 1.0
    return float(part_share) if part_share else None


def _combined(shares: Sequence[float | None]) -> float | None:
    """The share of a leaf that several rows have: parts may overlap."""
    if 1 in shares:
        return 1.0
    return shares[0] if len(shares) == 1 else None


def _chosen_share(
    layers: Mapping[str, float | None], chosen: _Chosen, named: frozenset[str]
) -> float | None:
    """The share of a leaf that is in chosen layers; 0 where none of it can be, None where it is not known.

    Each part of the leaf is in all layers that have it completely, and in any of those that have a part.
    """
    full = frozenset(layer for layer, share in layers.items() if share == 1)
    parts = frozenset(layers) - full
    choices = {frozenset[str](), parts, *(frozenset(pair) for pair in product(parts, parts))}
    if named - full <= parts:
        choices.add(named - full)
    answers = [chosen(full | choice) for choice in choices]
    if all(answers) or not any(answers):
        return float(all(answers))
    if len(parts) > 1:
        return None
    (share,) = (layers[layer] for layer in parts)
    if share is None:
        return None
    return share if chosen(full | parts) else 1 - share


def is_common(layers: frozenset[str], rule: str) -> bool:
    """Whether a leaf of these layers is a common technology under the overlap rule."""
    if rule == "two_or_more":
        return len(layers) >= 2
    return "general_purpose" in layers and bool(layers & {"infrastructure", "application"})


def read_taxonomies(evidence: Evidence) -> dict[str, Taxonomy]:
    """All taxonomies of the release by their id."""
    found = {}
    for _, files in groupby(evidence.of_dataset("taxonomies"), key=lambda file: file.partition):
        by_part = {file.manifest.part: file for file in files}
        beside = by_part.pop(BESIDE, None)
        (file,) = by_part.values()
        records = list(_records(file, beside.content if beside else b""))
        found[records[0][1]["taxonomy_id"].strip()] = Taxonomy(file, records)
    return found


def _records(file: RawFile, beside: bytes) -> Iterable[tuple[int, Mapping[str, str]]]:
    """The rows of a file: of the project's form, or of a linkage table."""
    manifest = file.manifest
    if manifest.part != TABLE:
        return file.records()
    return read_published(file.path, manifest.file_name, manifest.request, beside).records


def nodes(leaves: Leaves, data: Ksic) -> list[Node]:
    """The codes of the data's revision that have leaves of the set, without the codes below a full one."""
    touched: set[str] = set()
    full: set[str] = set()
    for revision in {revision for revision, _ in leaves}:
        for leaf, others in counterparts(data.revision, revision).items():
            inside = [leaves[revision, other] for other in others if (revision, other) in leaves]
            if inside:
                touched.add(leaf)
                if len(inside) == len(others) and all(share == 1 for share in inside):
                    full.add(leaf)
    above = {code for leaf in touched for code in data.lineage(leaf)}
    whole = {code for code in above if data.leaves[code] <= full}
    return [Node(code, code in whole) for code in sorted(above) if data.parents[code] not in whole]
