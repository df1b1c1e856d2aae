"""Everything that a figure is built from, in one language."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from orchestration.report.catalog import Catalog
from orchestration.report.geography import places
from orchestration.report.marts import Answer, Literal, Marts, Row
from orchestration.report.numbers import Language, Numbers
from orchestration.report.release_info import ReleaseInfo
from orchestration.report.scope import LAST_LAYERS, LAYERS, Scope


@dataclass(frozen=True)
class Context:
    """The marts, the words and the formats of one language."""

    marts: Marts
    text: Catalog
    numbers: Numbers
    scope: Scope
    release: ReleaseInfo

    @cached_property
    def by_division(self) -> "Context":
        """The same for the latest year whose divisions are known: most often the latest year."""
        if self.scope.division_year == self.scope.year:
            return self
        return replace(self, scope=replace(self.scope, year=self.scope.division_year))

    @property
    def language(self) -> Language:
        """The language of the page."""
        return self.text.language

    def ask(self, query: str, **values: Literal) -> Answer:
        """Run a named query; the latest series and year are filled in unless given."""
        return self.marts.ask(
            query, **{"series": self.scope.series, "year": self.scope.year, **values}
        )

    def name(self, row: Row, field: str) -> str:
        """The name in this language, or the other one where it is missing."""
        other = "en" if self.language == "ko" else "ko"
        return str(row.get(f"{field}_{self.language}") or row.get(f"{field}_{other}") or "")

    def region(self, code: str) -> str:
        """The everyday name of a region, or the name that the marts give it."""
        if code == "00":
            return self.text("word.nation")
        return self._regions.get(code, code)

    def region_in_text(self, code: str) -> str:
        """The same inside a sentence: Seoul, the nation."""
        return self.text("word.nation_in_text") if code == "00" else self.region(code)

    def taxonomy(self, taxonomy_id: str) -> str:
        """What a classification is called."""
        return self.text.named("taxonomy", taxonomy_id)

    def taxonomy_in_text(self, taxonomy_id: str) -> str:
        """The same inside a sentence: a name of ours without the capital letter of a heading."""
        name = self.taxonomy(taxonomy_id)
        if self.language == "ko" or not self.text.knows(f"taxonomy.{taxonomy_id}"):
            return name
        return name[:1].lower() + name[1:]

    def measure(self, measure: str) -> str:
        """What is counted."""
        return self.text.named("measure", measure)

    def listed(self, names: Sequence[str]) -> str:
        """Several names in one phrase: 인천·경기, Incheon and Gyeonggi."""
        *others, last = names
        if not others:
            return last
        return self.text("word.last_separator").join(
            (self.text("word.separator").join(others), last)
        )

    def sources(self, rows: Iterable[Row]) -> list[str]:
        """The attribution of every source that these rows name."""
        ids = {
            part for row in rows for part in re.split(r"[\s,;+]+", str(row.get("source_id") or ""))
        }
        found = sorted(ids - {""}) or self._census
        return [self._attributions.get(source, source) for source in found]

    @cached_property
    def _regions(self) -> Mapping[str, str]:
        named: dict[str, str] = {}
        if self.marts.has("industry_share"):
            for row in self.marts.ask("region_names").rows:
                code, full = row["region_code"], self.name(row, "region_name")
                place = places().get(code)
                short = place.short(self.language) if place else ""
                named[code] = short if short and full.startswith(short[:1]) else full
        return named

    @cached_property
    def _census(self) -> list[str]:
        """Where the census cells come from, for the marts that are computed only from them."""
        if not self.marts.has("industry_share"):
            return []
        return [row["source_id"] for row in self.ask("census_sources").rows]

    @cached_property
    def _attributions(self) -> Mapping[str, str]:
        if not self.marts.has("source_snapshots"):
            return {}
        rows = self.marts.ask("attributions").rows
        return {row["source_id"]: self.name(row, "attribution") for row in rows}


def layer_rank(row: Row) -> tuple[int, str]:
    """Layers in the report's order, unknown ones after them, then the common part and the total."""
    layer = str(row["layer"])
    if layer in LAYERS:
        return LAYERS.index(layer), layer
    if layer in LAST_LAYERS:
        return 90 + LAST_LAYERS.index(layer), layer
    return 50, layer
