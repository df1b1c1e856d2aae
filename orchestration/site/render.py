"""Renders pages as HTML. Untrusted text is escaped, in markup and in embedded data."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from orchestration.site.context import Context
from orchestration.site.figure import Figure
from orchestration.site.numbers import Language
from orchestration.site.pages.page import Page, Section

GROUPS = ("findings", "evidence", "release")
_PERCENTAGE = re.compile(r"[0-9][0-9.,–−]*%[가-힣]+")
_ESCAPED_IN_SCRIPT = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


class Renderer:
    """Renders the pages of one language."""

    def __init__(
        self, context: Context, pages: Sequence[Page], folders: Mapping[Language, str]
    ) -> None:
        self._context = context
        self._pages = pages
        self._to_root = "../" if folders[context.language] else ""
        self._other: Language = "en" if context.language == "ko" else "ko"
        self._to_other = self._to_root + (
            f"{folders[self._other]}/" if folders[self._other] else ""
        )

    @property
    def language(self) -> Language:
        """The language of the pages."""
        return self._context.language

    def render_page(self, page: Page, sections: Sequence[Section]) -> str:
        """The HTML document of a page."""
        return (
            _environment()
            .get_template("page.html")
            .render(
                page=page,
                sections=sections,
                context=self._context,
                text=self._context.text,
                numbers=self._context.numbers,
                release=self._context.release,
                navigation=self._navigation(),
                root=self._to_root,
                other_language=self._other,
                other_href=f"{self._to_other}{page.slug}.html",
            )
        )

    def _navigation(self) -> list[tuple[str, list[Page]]]:
        return [(group, [page for page in self._pages if page.group == group]) for group in GROUPS]


def named_figures(page: Page, sections: Sequence[Section]) -> Iterator[tuple[str, Figure]]:
    """Every figure of a page, with the name of its data file without ending."""
    for section in sections:
        for figure in section.figures:
            yield data_name(page, figure, ""), figure
        for choice in section.choices:
            for figure in choice.figures:
                yield data_name(page, figure, choice.value), figure


def data_name(page: Page, figure: Figure, choice: str) -> str:
    """The name of a figure's data file without ending: page, figure and choice."""
    return "--".join(part for part in (page.slug, figure.name, choice) if part)


def embed_json(value: Any) -> Markup:
    """`value` as JSON for a script element, which no text in it can end."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(written.translate(_ESCAPED_IN_SCRIPT))


def keep_percentages_together(title: str) -> Markup:
    """A title as HTML without a line break between a percentage and its particle, as in `17.6%를`."""
    return Markup(_PERCENTAGE.sub(r'<span class="unbroken">\g<0></span>', str(escape(title))))


def relative_address(href: str) -> str:
    """`href` if it is a relative address, quoted; `#` if it has a scheme or host or is absolute."""
    parts = urlsplit(href)
    return (
        "#"
        if parts.scheme or parts.netloc or href.startswith(("/", "\\"))
        else quote(href, "/.-_~")
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("orchestration.site", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    environment.filters["embed_json"] = embed_json
    environment.filters["relative_address"] = relative_address
    environment.filters["keep_percentages_together"] = keep_percentages_together
    environment.globals["data_name"] = data_name
    return environment
