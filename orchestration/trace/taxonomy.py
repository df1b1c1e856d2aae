"""Read taxonomies from their raw files, and compute the sets of five-digit codes that the marts use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from orchestration.sources.taxonomy.dropped import BESIDE, TABLE
from orchestration.sources.taxonomy.published import read_published
from orchestration.trace.classification import JOINT, Ksic, Leaf, counterparts, ksic
from orchestration.trace.evidence import Evidence, RawFile
from orchestration.trace.model import CodeUse


@dataclass(frozen=True)
class TaxonomyRow:
    """A line of a taxonomy file."""

    layer: str
    industry: str
    ksic_revision: str
    ksic_code: str
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
    """One taxonomy, from one file."""

    def __init__(self, file: RawFile, records: Iterable[tuple[int, Mapping[str, str]]]) -> None:
        self.file = file
        self.rows = [
            TaxonomyRow(
                record["layer"].strip(),
                record.get("industry", "").strip(),
                record["ksic_revision"].strip(),
                record["ksic_code"].strip(),
                record.get("evidence", "").strip(),
                line,
            )
            for line, record in records
            if record["ksic_code"].strip()
        ]

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
    def layers(self) -> dict[Leaf, frozenset[str]]:
        """The layers that each leaf belongs to."""
        found: dict[Leaf, set[str]] = defaultdict(set)
        for row in self.rows:
            for leaf in self.leaves_of(row):
                found[leaf].add(row.layer)
        return {leaf: frozenset(layers) for leaf, layers in found.items()}

    @cached_property
    def codes(self) -> dict[Leaf, frozenset[str]]:
        """The codes of the taxonomy that contain each leaf."""
        found: dict[Leaf, set[str]] = defaultdict(set)
        for row in self.rows:
            for leaf in self.leaves_of(row):
                found[leaf].add(row.ksic_code)
        return {leaf: frozenset(codes) for leaf, codes in found.items()}

    def leaves(self, wanted: SetOfLeaves) -> frozenset[Leaf]:
        """The leaves of a set."""
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
                return frozenset(self.layers)
            case "combination":
                named = frozenset(wanted.combination.split("+"))
                return self._where(lambda layers: layers == named)
            case "rest":
                named = frozenset(wanted.combination.split("+"))
                return self._where(lambda layers: layers != named)
            case "without":
                only = frozenset({wanted.dropped})
                return frozenset(leaf for leaf, codes in self.codes.items() if codes != only)
            case "industry":
                rows = [
                    r for r in self.rows if (r.layer, r.industry) == (wanted.layer, wanted.industry)
                ]
                return frozenset().union(*(self.leaves_of(r) for r in rows))
        raise ValueError(wanted.kind)

    def code_uses(self, leaves: frozenset[Leaf]) -> list[CodeUse]:
        """Every row of the taxonomy, and whether the set contains it in full, in part or not."""
        found = []
        for row in self.rows:
            own = self.leaves_of(row)
            inside = len(own & leaves)
            found.append(
                CodeUse(
                    row.ksic_code,
                    row.ksic_revision,
                    ksic(row.ksic_revision).names[row.ksic_code],
                    row.layer,
                    row.industry,
                    row.evidence,
                    "in_full" if inside == len(own) else "in_part" if inside else "left_out",
                )
            )
        return found

    def _where(self, chosen: Callable[[frozenset[str]], bool]) -> frozenset[Leaf]:
        return frozenset(leaf for leaf, layers in self.layers.items() if chosen(layers))


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


def nodes(leaves: frozenset[Leaf], data: Ksic) -> list[Node]:
    """The codes of the data's revision that have leaves of the set, without the codes below a full one."""
    wanted: dict[str, frozenset[str]] = {}
    for revision in {revision for revision, _ in leaves}:
        wanted[revision] = frozenset(leaf for r, leaf in leaves if r == revision)
    touched: set[str] = set()
    full: set[str] = set()
    for revision, members in wanted.items():
        for leaf, others in counterparts(data.revision, revision).items():
            if others & members:
                touched.add(leaf)
                if others <= members:
                    full.add(leaf)
    above = {code for leaf in touched for code in data.lineage(leaf)}
    whole = {code for code in above if data.leaves[code] <= full}
    return [Node(code, code in whole) for code in sorted(above) if data.parents[code] not in whole]
