"""Put on the path of a Python by `tests.support.startup`: each process notes what it was and imported."""

import json
import os
import sys
from typing import NoReturn


def _note(kind: str, content: object) -> None:
    with open(os.environ["STARTUP_WATCH"], "a", encoding="utf-8") as file:  # noqa: PTH123
        file.write(json.dumps({"kind": kind, "content": content}) + "\n")


def _audit(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("subprocess.Popen", "os.posix_spawn", "os.fork", "os.forkpty", "os.exec"):
        _note("started", [str(part) for part in arguments[1]] if len(arguments) > 1 else event)


def _leave(status: int) -> NoReturn:
    _note("imported", sorted({module.partition(".")[0] for module in sys.modules}))
    _exit(status)


sys.addaudithook(_audit)
_exit, os._exit = os._exit, _leave
