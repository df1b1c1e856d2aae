"""What a figure needs to be built: marts, texts, number formats, scope and release, in one language."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from orchestration.site.classification import Industry, read_classification
from orchestration.site.geography import map_positions
from orchestration.site.marts import Literal, Marts, QueryResult, Row
from orchestration.site.numbers import Language, Numbers
from orchestration.site.release_info import ReleaseInfo
from orchestration.site.scope import LAST_LAYERS, LAYERS, Scope
from orchestration.site.texts import Texts


@dataclass(frozen=True)
class Context:
    """The marts, and the texts and number formats of one language."""

    marts: Marts
    text: Texts
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

    def of_taxonomy(self, taxonomy_id: str) -> "Context":
        """The same for the page of one taxonomy."""
        return replace(self, scope=self.scope.of_taxonomy(taxonomy_id))

    def query(self, name: str, **values: Literal) -> QueryResult:
        """Run the query `name`, for the taxonomies of the page.

        `series` and `year` are the latest ones unless given.
        """
        result = self.marts.query(
            name, **{"series": self.scope.series, "year": self.scope.year, **values}
        )
        others = set(self.scope.all_taxonomies) - set(self.scope.taxonomies)
        if "taxonomy_id" not in result.columns or not others:
            return result
        return self.marts.of_taxonomies(result, self.scope.taxonomies)

    def name(self, row: Row, field: str) -> str:
        """The name of a row in this language, or in the other one where it is missing."""
        is_sum = field == "layer_name" and row.get("layer") in LAST_LAYERS
        if is_sum and not self.scope.compares_with_report:
            return self.text(f"word.{row['layer']}_of_taxonomy")
        other = "en" if self.language == "ko" else "ko"
        return str(row.get(f"{field}_{self.language}") or row.get(f"{field}_{other}") or "")

    def region(self, code: str) -> str:
        """The short name of a region for headings and tables, such as Seoul."""
        if code == "00":
            return self.text("word.nation")
        return self._regions.get(code, code)

    def region_in_text(self, code: str) -> str:
        """The short name of a region inside a sentence, such as Seoul or the nation."""
        return self.text("word.nation_in_text") if code == "00" else self.region(code)

    def industry(self, code: str) -> str:
        """The name of a division; its code where it is not known."""
        row = self.divisions.get(code)
        return self.name(row, "industry_name") if row else code

    def section(self, code: str) -> str:
        """The name of the section of a division."""
        section = self.section_code(code)
        return self._classification(code)[section].names[self.language] if section else ""

    def section_code(self, code: str) -> str:
        """The code of the section of a division, such as C; empty where it is not known."""
        found = self._classification(code).get(code)
        return found.parent if found else ""

    def divisions_by_section(self) -> Mapping[str, list[tuple[str, str]]]:
        """Code and name of the divisions that have a page, by the code of their section."""
        found: dict[str, list[tuple[str, str]]] = {}
        for code in self.divisions:
            found.setdefault(self.section_code(code), []).append((code, self.industry(code)))
        return found

    def taxonomy(self, taxonomy_id: str) -> str:
        """The name of a taxonomy for headings: of our texts, else the title in its file."""
        titled = self._taxonomies.get(taxonomy_id)
        return self.text.label("taxonomy", taxonomy_id) if titled is None else titled

    def key_of_taxonomy(self, key: str) -> str:
        """The text that speaks of smart cities; for a taxonomy with other layers, of that taxonomy."""
        return key if self.scope.compares_with_report else f"{key}_of_taxonomy"

    def layer(self, layer: str) -> str:
        """The name of a layer of the taxonomies of the page."""
        return self._layers.get(layer) or self.text.label("layer", layer)

    def taxonomy_in_text(self, taxonomy_id: str) -> str:
        """The name of a taxonomy inside a sentence: names of our texts begin with a small letter."""
        name = self.taxonomy(taxonomy_id)
        if self.language == "ko" or not self.text.has(f"taxonomy.{taxonomy_id}"):
            return name
        return name[:1].lower() + name[1:]

    def counted_layer(self, row: Row, counting: str = "") -> str:
        """The name of a layer, and for all but total and common whether its common part is counted.

        `counting` is given where the row does not say it.
        """
        name = self.name(row, "layer_name") or self.layer(row["layer"])
        if row["layer"] in LAST_LAYERS:
            return name
        way = counting or str(row["counting"])
        if self.scope.compares_with_report:
            return f"{name} ({self.text.label('counting', way)})"
        return f"{name} ({self.text(f'word.{way}_of_taxonomy')})"

    def measure(self, measure: str) -> str:
        """The name of a measure: employees or establishments."""
        return self.text.label("measure", measure)

    def join_names(self, names: Sequence[str]) -> str:
        """Several names as one phrase: 인천·경기, Incheon and Gyeonggi."""
        *others, last = names
        if not others:
            return last
        return self.text("word.last_separator").join(
            (self.text("word.separator").join(others), last)
        )

    def sources(self, rows: Iterable[Row]) -> list[str]:
        """The attributions of the sources of these rows; of the census where they name none."""
        shown = list(rows)
        ids = {
            part for row in shown for part in re.split(r"[\s,;+]+", str(row.get("source_id") or ""))
        }
        taxonomies = {None, *(row.get("taxonomy_id") for row in shown)}
        found = sorted(ids - {""}) or self._census
        credits = [
            text
            for source in found
            for taxonomy, text in self._attributions.get(source, [(None, source)])
            if taxonomies == {None} or taxonomy in taxonomies
        ]
        return list(dict.fromkeys(credits))

    @property
    def licences(self) -> dict[str, str]:
        """The licence of each attribution that has one: its name and, where it has one, its address."""
        if not self.marts.has_rows("source_snapshots"):
            return {}
        found = {
            self.name(row, "attribution"): [row["licence_id"], row["licence_url"]]
            for row in self.marts.query("attributions").rows
        }
        return {
            credit: ", ".join(filter(None, parts)) for credit, parts in found.items() if any(parts)
        }

    @cached_property
    def _layers(self) -> Mapping[str, str]:
        if not self.marts.has_rows("smart_city_share"):
            return {}
        return {row["layer"]: self.name(row, "layer_name") for row in self.query("layers").rows}

    @cached_property
    def _taxonomies(self) -> Mapping[str, str]:
        """The titles of taxonomies that our texts do not name."""
        rows = self.marts.query("taxonomies").rows if self.marts.has_rows("taxonomy_list") else ()
        titles = {row["taxonomy_id"]: self.name(row, "title") for row in rows}
        return {
            taxonomy_id: title
            for taxonomy_id, title in titles.items()
            if title and not self.text.has(f"taxonomy.{taxonomy_id}")
        }

    @cached_property
    def divisions(self) -> Mapping[str, Row]:
        """The divisions of the latest year that has them, by code; each has a page."""
        if not self.marts.has_rows("industry_share"):
            return {}
        rows = self.query("divisions", year=self.scope.division_year).rows
        return {row["ksic_code"]: row for row in rows if row["ksic_code"] in self.scope.divisions}

    def _classification(self, code: str) -> Mapping[str, Industry]:
        row = self.divisions.get(code)
        return read_classification(str(row["ksic_revision"])) if row else {}

    @cached_property
    def _regions(self) -> Mapping[str, str]:
        named: dict[str, str] = {}
        if self.marts.has_rows("industry_share"):
            for row in self.marts.query("region_names").rows:
                code, full = row["region_code"], self.name(row, "region_name")
                position = map_positions().get(code)
                short = position.short_name(self.language) if position else ""
                named[code] = short if short and full.startswith(short[:1]) else full
        return named

    @cached_property
    def _census(self) -> list[str]:
        """The sources of the census cells, for marts without a source column."""
        if not self.marts.has_rows("industry_share"):
            return []
        return [row["source_id"] for row in self.query("census_sources").rows]

    @cached_property
    def _attributions(self) -> Mapping[str, Sequence[tuple[str | None, str]]]:
        """By source, its attributions, each with the taxonomy of the file where it is one."""
        if not self.marts.has_rows("source_snapshots"):
            return {}
        found: dict[str, list[tuple[str | None, str]]] = {}
        for row in self.marts.query("attributions").rows:
            credit = (row["taxonomy_id"], self.name(row, "attribution"))
            found.setdefault(row["source_id"], []).append(credit)
        return found


def layer_rank(row: Row) -> tuple[int, str]:
    """Sort key: the layers in the order of policy report 317, other layers, the common part, the total."""
    layer = str(row["layer"])
    if layer in LAYERS:
        return LAYERS.index(layer), layer
    if layer in LAST_LAYERS:
        return 90 + LAST_LAYERS.index(layer), layer
    return 50, layer
