"""Bodies of answers: unpacked up to a limit (kilobytes can unpack to gigabytes), and decoded."""

from __future__ import annotations

import gzip
import io
import zlib
from contextlib import suppress

MOST_UNPACKED = 256 * 2**20
"""Bytes of a stored answer; those of a service are limited further when they arrive."""
GZIP = b"\x1f\x8b"


class TooLarge(ValueError):
    """A body that unpacks to more than the limit."""


class Damaged(ValueError):
    """A body that is not whole; the message says what broke."""


def unpacked(body: bytes, most: int = MOST_UNPACKED) -> bytes:
    """`body`, unpacked where it is gzip; raises `TooLarge` beyond `most` bytes, `Damaged` if broken."""
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


def decoded(body: bytes) -> str:
    """`body` as UTF-8, or else as EUC-KR (CP949); raises `Damaged` where it is neither.

    What the service says of its encoding is not looked at: it is not stored with the bytes.
    """
    for encoding in ("utf-8-sig", "cp949"):
        with suppress(UnicodeDecodeError):
            return body.decode(encoding)
    # Outside the handlers: the decoder's own exception has all of `body`, which may repeat a key.
    raise Damaged("it is neither UTF-8 nor EUC-KR")
