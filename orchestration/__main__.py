"""The console script `smartcity`, also `python -m orchestration`.

Ctrl-C while the command is still being imported ends it with the same line and status as later. After
that `orchestration.cli` installs its own handlers. Imports come after the handler for that reason.
"""

from __future__ import annotations

import os
import signal


def _end(number: int, _: object) -> None:
    os.write(2, b"stopped; the current release is unchanged\n")
    os._exit(128 + number)


def main() -> None:
    """Run the command. Does not return."""
    from orchestration.cli import main as run

    run()


if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, _end)

if __name__ == "__main__":
    main()
