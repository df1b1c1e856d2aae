"""Turns errors of the disk into `StorageError`, also where a library wraps them in its own exception."""

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
    """As `storage_errors`, and also for errors that DuckDB and XlsxWriter wrap.

    Raises `StorageError` or `MemoryShort`; other errors of these libraries pass unchanged.
    """
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
