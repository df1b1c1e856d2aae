"""Every parser with the files of the gallery, changes of them, and any bytes: only our errors come out.

The inputs are the same in every run; `make fuzz` looks further, guided by coverage.
"""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz import corpus
from tests.fuzz.mutate import mutated

CHANGES = 150
LARGEST = 100_000
"""Bytes of a file that is changed; larger ones are run as they are."""
BOUNDED = settings(
    max_examples=40,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("name", corpus.names())
def test_the_gallery_gives_no_error_but_ours(name: str) -> None:
    target = corpus.load(name)
    seeds = target.corpus()
    assert seeds, f"{name} has no corpus: set CORPUS"
    for content in seeds:
        target.run(content)


@pytest.mark.parametrize("name", corpus.names())
def test_changed_files_give_no_error_but_ours(name: str) -> None:
    target = corpus.load(name)
    seeds = [content for content in target.corpus() if len(content) <= LARGEST]
    rng = random.Random(name)
    for _ in range(CHANGES):
        target.run(mutated(rng.choice(seeds), rng))


@pytest.mark.parametrize("name", corpus.names())
def test_any_bytes_give_no_error_but_ours(name: str) -> None:
    target = corpus.load(name)

    @BOUNDED
    @given(st.one_of(st.binary(max_size=300), st.text(max_size=100).map(_as_bytes)))
    def check(data: bytes) -> None:
        target.run(data)

    check()


def _as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
