"""The data classes of a page: address, group in the navigation, sections."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from orchestration.site.context import Context
from orchestration.site.figure import Figure


@dataclass(frozen=True)
class Choice:
    """One of several views from which a reader selects one: a block with its own template, then figures."""

    value: str
    label: str
    figures: Sequence[Figure]
    block: str = ""
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    """A part of a page: a choice between views, a block with its own template, or figures."""

    figures: Sequence[Figure] = ()
    choices: Sequence[Choice] = ()
    picker: str = "site.choose_base"
    """The text beside the list of choices."""
    block: str = ""
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """A page in both languages; `build` gives its sections."""

    slug: str
    group: str
    build: Callable[[Context], Sequence[Section]]
    region: str = ""
    """KOSTAT code of the province for the page of a province, else empty."""
    industry: str = ""
    """KSIC code of the division for the page of a division, else empty."""
    taxonomy: str = ""
    """The taxonomy of a page about one, else empty."""
    listed_on: str = ""
    """The page that leads to this one, where it is none of the above and not in the navigation."""
    is_about_the_run: bool = False
    """Shows what the run found (changes, checks, files), so that it is written last. Has no figures."""
    scripts: Sequence[str] = ()
    """Scripts of its own in `assets/`, without ending, in the order in which they run."""

    @property
    def parent(self) -> str:
        """The page that lists this one, for the navigation; its own address where no page lists it."""
        listed = (
            (self.region, "provinces"),
            (self.industry, "industries"),
            (self.taxonomy, "taxonomies"),
        )
        return next((page for what, page in listed if what), self.listed_on or self.slug)

    def title(self, context: Context) -> str:
        """The heading of the page."""
        if self.region:
            return context.text("page.province", region=context.region(self.region))
        if self.taxonomy:
            name = context.taxonomy(self.taxonomy)
            return name if self._kind == "taxonomy" else context.text("page.codes", taxonomy=name)
        if self.industry:
            return f"{self.industry} {context.industry(self.industry)}"
        return context.text(f"page.{self.slug}")

    def lead(self, context: Context) -> str:
        """The introduction below the heading."""
        if self.region:
            return context.text("page.province.lead", region=context.region(self.region))
        if self.taxonomy:
            return context.text(
                f"page.{self._kind}.lead", region=context.region(context.scope.focus)
            )
        if self.industry:
            return context.text(
                "page.industry.lead",
                industry=context.industry(self.industry),
                section=context.section(self.industry),
            )
        return context.text(f"page.{self.slug}.lead")

    @property
    def _kind(self) -> str:
        """Of the pages about a taxonomy: taxonomy or codes."""
        return self.slug.partition("-")[0]
