"""The scope of the pages: focus region, latest series and years, taxonomies, provinces."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from orchestration.contracts.featured_taxonomies import FEATURED_TAXONOMIES
from orchestration.site.marts import Marts

NATION = "00"
FOCUS = "11"
LAYERS = ("infrastructure", "general_purpose", "application")
LAST_LAYERS = ("common", "total")
MEASURES = ("employees", "establishments")


@dataclass(frozen=True)
class Scope:
    """The choices that all figures share, read from the marts.

    `series` is the latest one; `year` and `first_year` are its last and first year. `point_taxonomy` is the
    taxonomy with exact values, which are drawn as points; None if there is none. A page shows the
    `taxonomies`: those with the layers of policy report 317, and on the page of a taxonomy that one.
    """

    series: str
    year: int
    first_year: int
    division_year: int
    """The latest year whose divisions are known; what needs them cannot be shown for a later one."""
    taxonomies: tuple[str, ...]
    """First those with exact values; approximations by whole divisions come last."""
    point_taxonomy: str | None
    provinces: tuple[str, ...]
    divisions: tuple[str, ...] = ()
    """The divisions of KSIC of `division_year`."""
    proxies: tuple[str, ...] = ()
    """The taxonomies that approximate another one by whole divisions. No finding is about them."""
    own_divisions: tuple[str, ...] = ()
    """The divisions in which codes of the first taxonomy are."""
    focus: str = FOCUS
    has_districts: bool = False
    """Whether the latest series has data of a district."""
    all_taxonomies: tuple[str, ...] = ()
    """Every taxonomy, first those of the report."""
    report_taxonomies: frozenset[str] = frozenset()
    """The taxonomies with the layers of policy report 317, which its figures compare with."""
    exact_taxonomies: frozenset[str] = frozenset()
    """The taxonomies with exact values."""
    featured_taxonomies: frozenset[str] = frozenset()
    """The taxonomies of the overview: those of the report and those that users added."""

    @property
    def by_importance(self) -> tuple[str, ...]:
        """All taxonomies: that of the report first, then those that users added, the approximation last."""
        return tuple(
            sorted(
                self.all_taxonomies,
                key=lambda name: (name == self.point_taxonomy, name not in self.report_taxonomies),
            )
        )

    @property
    def featured(self) -> tuple[str, ...]:
        """The taxonomies of the overview, the most important first; all where none is featured."""
        found = tuple(name for name in self.by_importance if name in self.featured_taxonomies)
        return found or self.by_importance

    @property
    def compares_with_report(self) -> bool:
        """Whether the taxonomies of the page have the layers of policy report 317."""
        return self.report_taxonomies.issuperset(self.taxonomies)

    def of_taxonomy(self, taxonomy_id: str) -> "Scope":
        """The scope of the page or view of one taxonomy."""
        point = taxonomy_id if taxonomy_id in self.exact_taxonomies else None
        return replace(self, taxonomies=(taxonomy_id,), point_taxonomy=point)

    @property
    def has_subject(self) -> bool:
        """Whether findings are possible: not on the page of an approximation."""
        return not self.taxonomies or self.subject is not None

    @property
    def subject(self) -> str | None:
        """The taxonomy that findings are about: the first one that is no approximation; else None."""
        return next((one for one in self.taxonomies if one not in self.proxies), None)


def read_scope(marts: Marts) -> Scope:
    """Read the latest series and its years, the taxonomies and the provinces from the marts."""
    period: tuple[str, int, int] = ("register", 0, 0)
    division_year = None
    for mart in ("smart_city_share", "industry_share"):
        if marts.has_rows(mart):
            found = marts.run(_LATEST.replace("{mart}", mart)).rows[0]
            period = (found["series"], found["year"], found["first_year"])
            break
    if marts.has_rows("industry_share"):
        found = marts.run(_DIVISIONS.replace("{series}", period[0])).rows[0]
        division_year = found["year"]
    taxonomies = marts.run(_TAXONOMIES).rows if marts.has_rows("smart_city_share") else ()
    everything = tuple(row["taxonomy_id"] for row in taxonomies)
    of_report = tuple(row["taxonomy_id"] for row in taxonomies if row["is_of_report"])
    exact = frozenset(row["taxonomy_id"] for row in taxonomies if row["exact_rows"])
    proxies = _find_proxies(marts, everything)
    of_pages = of_report or everything
    shown = (
        *(one for one in of_pages if one not in proxies),
        *(one for one in proxies if one in of_pages),
    )
    point_taxonomy = of_pages[0] if of_pages and of_pages[0] in exact else None
    provinces: tuple[str, ...] = ()
    if marts.has_rows("industry_share"):
        codes = (str(row["region_code"]) for row in marts.run(_PROVINCES).rows)
        provinces = tuple(code for code in codes if code.isascii() and code.isalnum())
    divisions: tuple[str, ...] = ()
    if division_year is not None:
        found_divisions = marts.query("divisions", series=period[0], year=division_year)
        codes = (str(row["ksic_code"]) for row in found_divisions.rows)
        divisions = tuple(code for code in codes if code.isascii() and code.isdigit())
    has_districts = marts.has_rows("industry_share") and bool(
        marts.run(_DISTRICTS.replace("{series}", period[0])).rows
    )
    return Scope(
        *period,
        division_year or period[1],
        shown,
        point_taxonomy,
        provinces,
        divisions,
        proxies,
        _find_own_divisions(marts, shown, divisions),
        has_districts=has_districts,
        all_taxonomies=everything,
        report_taxonomies=frozenset(of_report),
        exact_taxonomies=exact,
        featured_taxonomies=_find_featured(marts),
    )


def _find_featured(marts: Marts) -> frozenset[str]:
    if not marts.has_rows("smart_city_share", "taxonomy_list"):
        return frozenset()
    return frozenset(row["taxonomy_id"] for row in marts.run(FEATURED_TAXONOMIES).rows)


def _find_proxies(marts: Marts, taxonomies: Sequence[str]) -> tuple[str, ...]:
    """Those of the taxonomies that approximate another one that is present as well."""
    if not marts.has_rows("division_approximation"):
        return ()
    rows = marts.run(_PROXIES).rows
    return tuple(
        row["same_taxonomy_id"]
        for row in rows
        if row["same_taxonomy_id"] in taxonomies and row["taxonomy_id"] in taxonomies
    )


def _find_own_divisions(
    marts: Marts, taxonomies: Sequence[str], divisions: Sequence[str]
) -> tuple[str, ...]:
    """The divisions of which the first taxonomy has a code; empty where that is not known."""
    if not taxonomies or not marts.has_rows("taxonomy_sensitivity"):
        return ()
    rows = marts.query("divisions_of_taxonomy", taxonomy=taxonomies[0]).rows
    return tuple(row["ksic_code"] for row in rows if row["ksic_code"] in divisions)


_PROXIES = """select distinct taxonomy_id, same_taxonomy_id from division_approximation
where same_taxonomy_id is not null order by 2"""

_LATEST = """select series, max(year) as year, min(year) as first_year
from {mart} group by series order by max(year) desc limit 1"""

_DIVISIONS = """select max(year) as year from industry_share
where series = '{series}' and level = 'division' and region_level <> 'district' and status <> 'unknown'"""

_TAXONOMIES = """select taxonomy_id, count(share) filter (region_code <> '00') as exact_rows,
       max(case when overlap_rule = 'table_8' then 1 else 0 end) as is_of_report
from smart_city_share group by taxonomy_id order by is_of_report desc, exact_rows desc, taxonomy_id"""

_PROVINCES = """select distinct region_code from industry_share
where region_level = 'province' order by region_code"""

_DISTRICTS = """select region_code from industry_share
where region_level = 'district' and series = '{series}' limit 1"""
