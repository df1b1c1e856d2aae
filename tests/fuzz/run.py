"""One target under atheris, guided by coverage of our own code.

python -m tests.fuzz.run NAME --minutes 5      fuzz; exit status 1 where something was found
python -m tests.fuzz.run NAME FILE             run one input
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
from pathlib import Path

import atheris

from tests.fuzz import corpus, mutate

BUILD = Path(__file__).parents[2] / "build" / "fuzz"
MOST_BYTES = 200_000
SECONDS_FOR_ONE = 20
MEGABYTES = 2048


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("name", choices=corpus.names())
    arguments.add_argument("file", nargs="?", type=Path)
    arguments.add_argument("--minutes", type=float, default=1.0)
    given = arguments.parse_args()
    with atheris.instrument_imports(include=["orchestration"], enable_loader_override=False):
        target = corpus.load(given.name)
    if given.file is not None:
        target.run(given.file.read_bytes())
        return
    folder = BUILD / target.name
    grown = folder / "corpus"
    grown.mkdir(parents=True, exist_ok=True)
    for content in target.corpus():
        (grown / hashlib.sha256(content).hexdigest()[:16]).write_bytes(content[:MOST_BYTES])
    options = [
        f"-max_total_time={max(1, round(given.minutes * 60))}",
        f"-timeout={SECONDS_FOR_ONE}",
        f"-rss_limit_mb={MEGABYTES}",
        f"-max_len={MOST_BYTES}",
        f"-artifact_prefix={folder}/",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(grown)], target.run, custom_mutator=_mutator)
    atheris.Fuzz()


def _mutator(data: bytes, most: int, seed: int) -> bytes:
    rng = random.Random(seed)
    if rng.random() < 0.5:
        return bytes(atheris.Mutate(data, most))
    return mutate.mutated(data, rng)[:most]


if __name__ == "__main__":
    main()
