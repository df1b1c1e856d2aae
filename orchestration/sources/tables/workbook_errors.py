"""Turn what openpyxl raises into a refusal with a remedy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from orchestration.errors import ArrivalRefused


@contextmanager
def workbook_errors(where: str) -> Iterator[None]:
    """Refuse the file that is read inside the block where openpyxl cannot read it."""
    try:
        yield
    except ArrivalRefused:
        raise
    except Exception as error:  # openpyxl passes on any error of its parsers
        raise ArrivalRefused(
            f"not a workbook that can be read ({type(error).__name__})",
            where=where,
            remedy="open it in a spreadsheet program and save it as .xlsx",
        ) from None
