"""Bodies of responses: uncompressed up to a limit (kilobytes can expand to gigabytes), and decoded."""

from __future__ import annotations

import gzip
import io
import zlib
from contextlib import suppress

MOST_UNPACKED = 256 * 2**20
"""Uncompressed bytes of a stored response at most; `Limits.most_bytes` applies when it is received."""
GZIP = b"\x1f\x8b"


class TooLarge(ValueError):
    """A body that has more bytes than the limit when it is uncompressed."""


class Damaged(ValueError):
    """A body that is incomplete or cannot be decoded; the message gives the cause."""


def unpack(body: bytes, most: int = MOST_UNPACKED) -> bytes:
    """`body`, uncompressed if it is gzip; raises `TooLarge` beyond `most` bytes and `Damaged`."""
    if body[:2] != GZIP:
        return body
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as file:
            content = file.read(most + 1)
    except (EOFError, OSError, zlib.error) as error:
        raise Damaged(f"{type(error).__name__}: {error}") from None
    if len(content) > most:
        raise TooLarge(f"more than {most:,} bytes")
    return content


def decode(body: bytes) -> str:
    """`body` as UTF-8, or else as EUC-KR (CP949); raises `Damaged` if it is neither.

    The encoding that the service names is not used: it is not stored with the bytes.
    """
    for encoding in ("utf-8-sig", "cp949"):
        with suppress(UnicodeDecodeError):
            return body.decode(encoding)
    # Outside the handlers: the decoder's own exception has all of `body`, which may contain a key.
    raise Damaged("it is neither UTF-8 nor EUC-KR")
