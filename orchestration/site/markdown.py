"""Renders untrusted Markdown as safe HTML: no raw HTML, no images, only links to the web."""

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from orchestration.settings import PROJECT_ROOT
from orchestration.site.numbers import Language

DOCUMENTS = PROJECT_ROOT / "docs"
ALLOWED_LINKS = ("https://", "http://", "#")
LOWER_HEADING = {"h1": "h2", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h6"}


def render_markdown(source: str) -> Markup:
    """`source` as HTML; headings are one level lower, as the page has its own `h1`."""
    if not source.strip():
        return Markup("")
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    tokens = parser.parse(source)
    for token in tokens:
        token.tag = LOWER_HEADING.get(token.tag, token.tag)
        if token.type == "table_open":
            token.attrSet(
                "tabindex", "0"
            )  # a wide table scrolls; keys can scroll only what has focus
        if token.children:
            token.children = _remove_inner_links(token.children)
    return Markup(parser.renderer.render(tokens, parser.options, {}))


def render_line(source: str) -> Markup:
    """One line of Markdown as HTML without a paragraph around it."""
    return Markup(MarkdownIt("zero").enable(["backticks", "emphasis"]).renderInline(source))


def read_methodology(language: Language) -> str:
    """The text of docs/methodology in this language, else in English; empty if it is not installed."""
    for name in (f"methodology.{language}.md", "methodology.md"):
        path = DOCUMENTS / name
        if path.is_file():
            return path.read_text("utf-8")
    return ""


def _remove_inner_links(tokens: list[Token]) -> list[Token]:
    """Remove links to files that are not part of the pages; their text stays."""
    remaining: list[Token] = []
    allowed = True
    for token in tokens:
        if token.type == "link_open":
            allowed = str(token.attrGet("href")).startswith(ALLOWED_LINKS)
        if token.type in ("link_open", "link_close") and not allowed:
            continue
        remaining.append(token)
    return remaining
