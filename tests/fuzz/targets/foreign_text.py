"""Text of others: printable whatever it holds, and without the key however it is written."""

from __future__ import annotations

import unicodedata

from orchestration.errors import ArrivalRefused
from orchestration.foreign_text import Secrets, printable, said, shown

CORPUS = ("seoul/*.xml", "kosis/error*", "kosis/changes*")
KEY = "c3ludGhldGljIGtleQ+/Zm9yIHRlc3Rz=="
SECRETS = Secrets([KEY])
UNSAFE = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def run(data: bytes) -> None:
    """Show and redact `data` as text."""
    text = data.decode("utf-8", "surrogateescape")
    for line in (printable(text), shown(text), said(text), str(ArrivalRefused(text, where=text))):
        assert not UNSAFE & {unicodedata.category(c) for c in line}
        line.encode()
    for around in (text, f"{text}{KEY}", f"{KEY}{text}", f"{text}{KEY}{text}"):
        redacted = SECRETS.redact(around)
        assert KEY not in redacted
        assert not SECRETS.held_in(redacted)
