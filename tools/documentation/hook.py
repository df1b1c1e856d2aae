"""MkDocs hook: adds the pages that are not in docs/, and fits the links of documents to the site.

The documents of the root folder become pages, with README.md as the first. Each mart gets a page, from the
YAML of its model and its suite. Links to files that are no pages become plain text: the site has no copy of
the code.
"""

from __future__ import annotations

import posixpath
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # MkDocs loads this file by its path

from tools.documentation.marts import mart_pages  # noqa: E402

FROM_ROOT = {
    "README.md": "index.md",
    "README.ko.md": "index.ko.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
    "deploy/README.md": "deploy.md",
    "requirements/README.md": "locks.md",
}
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
_ELSEWHERE = ("http://", "https://", "mailto:", "#")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages."""
    from mkdocs.structure.files import File

    pages = {page: (ROOT / source).read_text("utf-8") for source, page in FROM_ROOT.items()}
    for name, content in {**pages, **mart_pages()}.items():
        files.append(File.generated(config, name, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Point every link to the page of its file."""
    del config
    name = page.file.src_uri
    source = {page: source for source, page in FROM_ROOT.items()}.get(name, f"docs/{name}")
    known = {file.src_uri for file in files}

    def linked(match: re.Match[str]) -> str:
        image, text, target = match.groups()
        if target.startswith(_ELSEWHERE):
            return match[0]
        path, _, anchor = target.partition("#")
        repository = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
        there = FROM_ROOT.get(repository, repository.removeprefix("docs/"))
        if there not in known:
            return text
        relative = posixpath.relpath(there, posixpath.dirname(name) or ".")
        return f"{image}[{text}]({relative}{'#' + anchor if anchor else ''})"

    return _LINK.sub(linked, markdown)
