"""Markdown from outside as harmless HTML: no raw HTML, no images, no links but to the web."""

from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from orchestration.site.numbers import Language

DOCUMENTS = Path(__file__).parents[2] / "docs"
OUTSIDE = ("https://", "http://", "#")
DEEPER = {"h1": "h2", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h6"}


def render(source: str) -> Markup:
    """Headings one level deeper than written, since the page has its own."""
    if not source.strip():
        return Markup("")
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    tokens = parser.parse(source)
    for token in tokens:
        token.tag = DEEPER.get(token.tag, token.tag)
        if token.type == "table_open":
            token.attrSet("tabindex", "0")  # a wide one scrolls, and keys can scroll what has focus
        if token.children:
            token.children = _without_inner_links(token.children)
    return Markup(parser.renderer.render(tokens, parser.options, {}))


def methodology_document(language: Language) -> str:
    """The methodology as written for the repository, in this language if there is one."""
    for name in (f"methodology.{language}.md", "methodology.md"):
        path = DOCUMENTS / name
        if path.is_file():
            return path.read_text("utf-8")
    return ""


def _without_inner_links(tokens: list[Token]) -> list[Token]:
    """Drop links to files that do not come with the pages; their words stay."""
    kept: list[Token] = []
    outside = True
    for token in tokens:
        if token.type == "link_open":
            outside = str(token.attrGet("href")).startswith(OUTSIDE)
        if token.type in ("link_open", "link_close") and not outside:
            continue
        kept.append(token)
    return kept
