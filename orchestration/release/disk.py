"""What the disk refuses, said in our words whichever library met it first."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from xlsxwriter.exceptions import XlsxFileError

from orchestration.resource_errors import resource_error_of
from orchestration.storage.files import storage_errors

_REFUSALS = (errno.EACCES, errno.EPERM, errno.EIO)


@contextmanager
def disk_errors(where: Path) -> Iterator[None]:
    """As `storage_errors`, also for what DuckDB and XlsxWriter wrap in errors of their own."""
    with storage_errors(where):
        try:
            yield
        except duckdb.Error as error:
            if found := resource_error_of(error, str(where)):
                raise found from None
            for number in _REFUSALS:
                if os.strerror(number) in str(error):
                    raise OSError(number, os.strerror(number), str(where)) from None
            raise
        except XlsxFileError as error:
            if error.args and isinstance(error.args[0], OSError):
                raise error.args[0] from None
            raise
