"""Builds the pages of a release from its marts; the same marts give the same bytes.

A run builds those of the marts early, beside its other work, and those about the run at its end.
"""

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from importlib.resources import as_file, files
from pathlib import Path

from orchestration.site.chart_libraries import load_libraries
from orchestration.site.context import Context
from orchestration.site.csv_file import write_csv
from orchestration.site.explorer.files import has_explorer, write_explorer
from orchestration.site.marts import Marts, read_query
from orchestration.site.numbers import Language, Numbers
from orchestration.site.pages import compare, explorer
from orchestration.site.pages.all_pages import list_pages
from orchestration.site.pages.page import Page, Section
from orchestration.site.release_info import ReleaseInfo
from orchestration.site.render import Renderer, named_figures
from orchestration.site.scope import read_scope
from orchestration.site.texts import LANGUAGES, load_texts

FOLDERS: dict[Language, str] = {"ko": "", "en": "en"}
REPORT = (
    "siblings",
    "figures",
    "charts",
    "choices",
    "language",
    "copying",
    "saving",
    "search",
    "tables",
)
"""The scripts in `assets/report/`, in the order in which every page runs them, as one file."""
WORDS = (
    "copy",
    "copied",
    "copy_citation",
    "under_licence",
    "csv",
    "show_query",
    "table_label",
    "legend",
    "filter_table",
    "rows_shown",
    "footer",
)
"""The texts that these scripts write, of `text/site.yml`."""
ASSETS = (
    "design.css",
    *sorted({f"{name}.js" for name in (*explorer.PAGE_SCRIPTS, *compare.SCRIPTS)}),
)


def preload() -> None:
    """Load the slow dependencies, which a run does while the marts are built."""
    import_module("orchestration.site.charts.kinds")
    load_libraries()


def build_mart_pages(marts: Path, target: Path, release: ReleaseInfo) -> list[Path]:
    """Write the pages that show the marts only, with the data, scripts and assets of all pages.

    They are in the folder `target`, with index.html at its top. `marts` is the marts.duckdb of the release;
    `release` needs neither the changes nor the results of the gate nor the list of files. Returns the
    files. Raises `OSError` where the disk refuses.
    """
    target.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(1) as pool, Marts(marts) as opened:
        libraries = pool.submit(load_libraries)
        contexts = _contexts(opened, release)
        written = list(_write_mart_pages(contexts, target))
        if has_explorer(opened):
            written += write_explorer(contexts, target / "assets" / "explorer")
        written += _write_assets(target / "assets", libraries.result())
    return written


def build_run_pages(marts: Path, target: Path, release: ReleaseInfo) -> list[Path]:
    """Write the pages about the run itself, whose `release` has everything; `target` exists."""
    with Marts(marts) as opened:
        return [
            _write_page(renderer, page, page.build(context), target)
            for context in _contexts(opened, release)
            for pages in [list_pages(context.scope)]
            for renderer in [Renderer(context, pages, FOLDERS)]
            for page in pages
            if page.is_about_the_run
        ]


def _contexts(marts: Marts, release: ReleaseInfo) -> list[Context]:
    """One per language."""
    scope = read_scope(marts)
    return [
        Context(marts, text, Numbers(language, text("word.hidden")), scope, release)
        for language in LANGUAGES
        for text in [load_texts(language)]
    ]


def _write_mart_pages(contexts: Sequence[Context], target: Path) -> Iterator[Path]:
    queries: set[str] = set()
    (target / "data").mkdir(exist_ok=True)
    for context in contexts:
        pages = list_pages(context.scope)
        renderer = Renderer(context, pages, FOLDERS)
        for page in pages:
            if page.is_about_the_run:
                continue
            sections = page.build(context)
            queries |= {
                figure.result.name
                for _, figure in named_figures(page, sections)
                if figure.result and figure.result.name
            }
            if context.language == LANGUAGES[0]:
                yield from _write_data(target / "data", page, sections)
            yield _write_page(renderer, page, sections, target)
    yield _write_report_script(target / "assets", queries)
    for context in contexts:
        yield _write_words(target / "assets", context)


def _write_page(renderer: Renderer, page: Page, sections: Sequence[Section], target: Path) -> Path:
    folder = target / FOLDERS[renderer.language]
    folder.mkdir(exist_ok=True)
    path = folder / f"{page.slug}.html"
    path.write_text(renderer.render_page(page, sections), "utf-8")
    return path


def _write_data(folder: Path, page: Page, sections: Sequence[Section]) -> Iterator[Path]:
    for name, figure in named_figures(page, sections):
        if figure.result:
            path = folder / f"{name}.csv"
            write_csv(path, figure.result)
            yield path


def _write_report_script(folder: Path, queries: Iterable[str]) -> Path:
    """The script that all pages share: kinds of charts, texts of queries, and what uses them."""
    from orchestration.site.charts.kinds import build_script

    folder.mkdir(exist_ok=True)
    texts = {name: read_query(name) for name in sorted(queries)}
    source = files(__package__) / "assets" / "report"
    parts = [
        build_script(),
        f"window.siteQueries = {json.dumps(texts, ensure_ascii=False)};\n",
        *((source / f"{name}.js").read_text("utf-8") for name in REPORT),
    ]
    path = folder / "report.js"
    path.write_text("".join(parts), "utf-8")
    return path


def _write_words(folder: Path, context: Context) -> Path:
    """The texts of the scripts in one language, with the citation of the release."""
    release, language = context.release, context.language
    words: dict[str, object] = {name: context.text(f"site.{name}") for name in WORDS}
    words["release"] = f"{context.text('site.release')} {release.name}"
    words["direction"] = {"quotient": context.text("mark.quotient_direction")}
    words["licences"] = context.licences
    words["divisions"] = context.divisions_by_section()
    words["citation"] = release.citation_ko if language == "ko" else release.citation_en
    path = folder / f"words-{language}.js"
    path.write_text(f"window.siteWords = {json.dumps(words, ensure_ascii=False)};\n", "utf-8")
    return path


def _write_assets(folder: Path, libraries: str) -> list[Path]:
    for name in ("explorer", "compare"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "vega.js").write_text(libraries, "utf-8")
    for name in ASSETS:
        with as_file(files(__package__) / "assets" / name) as source:
            shutil.copyfile(source, folder / name)
    return [folder / name for name in ("vega.js", *ASSETS)]
