"""Files that a page saves, and the text that its buttons copy."""

import csv
import struct
from pathlib import Path
from xml.etree import ElementTree

from playwright.sync_api import Page

BOM = b"\xef\xbb\xbf"
SVG = "{http://www.w3.org/2000/svg}"


def download(page: Page, selector: str, folder: Path) -> Path:
    """The file that an element saves when it is chosen, in `folder`."""
    with page.expect_download() as started:
        page.locator(selector).click()
    kept = folder / started.value.suggested_filename
    started.value.save_as(kept)
    return kept


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, which has a byte order mark for Excel."""
    assert path.read_bytes().startswith(BOM)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def size_of_png(path: Path) -> tuple[int, int]:
    """Width and height of a PNG in pixels."""
    content = path.read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def read_drawing(path: Path) -> tuple[ElementTree.Element, str]:
    """An SVG file that needs no style of the page, and its texts, with a space between their lines."""
    text = path.read_text("utf-8")
    assert "var(--" not in text
    drawing = ElementTree.fromstring(text)
    assert drawing.tag == f"{SVG}svg"
    return drawing, " ".join(drawing.itertext())


def copied(page: Page, selector: str) -> str:
    """The text that a button copies."""
    page.evaluate(
        """Object.defineProperty(navigator, 'clipboard', {
        value: { writeText: async (text) => { window.copied = text; } }, configurable: true })"""
    )
    page.locator(selector).click()
    page.wait_for_function("window.copied")
    text: str = page.evaluate("window.copied")
    return text
