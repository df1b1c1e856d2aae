"""A pager: shows a page, takes Ctrl-C itself as `less` does, and ends after a line from the terminal."""

import signal
import sys
from pathlib import Path

signal.signal(signal.SIGINT, lambda *_: print("pager goes on", flush=True))
text = sys.stdin.read()
print("page 1", flush=True)
with Path("/dev/tty").open() as keys:
    keys.readline()
print(text.splitlines()[-1], flush=True)
