"""Shows text on the terminal, in a pager where it is longer than the screen."""

from __future__ import annotations

import shutil
import sys

from orchestration.console.text import print_text
from orchestration.stopping import left_to_child


def print_or_page(text: str) -> None:
    """Print lines to the standard output.

    On a terminal, text with more lines than the screen is shown in the pager: `PAGER`, else `less`.
    """
    on_terminal = sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
    if not on_terminal or text.count("\n") < shutil.get_terminal_size().lines:
        print_text(text.removesuffix("\n"))
        return
    from pydoc import pager

    sys.stdout.flush()
    with left_to_child():
        pager(text)
