"""A page as data: its address, its place in the navigation, and its content."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from orchestration.site.context import Context
from orchestration.site.figure import Figure


@dataclass(frozen=True)
class Choice:
    """One of several figures of which a reader picks one."""

    value: str
    label: str
    figure: Figure


@dataclass(frozen=True)
class Section:
    """A part of a page: figures, a choice among figures, or a block with a template of its own."""

    figures: Sequence[Figure] = ()
    choices: Sequence[Choice] = ()
    block: str = ""
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """A page of the report in any language."""

    slug: str
    group: str
    build: Callable[[Context], Sequence[Section]]
    region: str = ""
    """The province that the page is about, if it is about one."""

    def title(self, context: Context) -> str:
        """The heading of the page."""
        if self.region:
            return context.text("page.province", region=context.region(self.region))
        return context.text(f"page.{self.slug}")

    def lead(self, context: Context) -> str:
        """The sentence below the heading."""
        if self.region:
            return context.text("page.province.lead", region=context.region(self.region))
        return context.text(f"page.{self.slug}.lead")
