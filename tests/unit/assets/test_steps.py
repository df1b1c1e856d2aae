"""Errors end a step in one sentence; only silence of a provider is tried again, where nobody waits."""

from __future__ import annotations

import dagster as dg
import pytest

from orchestration.assets.policies import BY_COMMAND
from orchestration.assets.steps import one_sentence
from orchestration.errors import CredentialRejected, LakeLocked, SourceUnavailable


class Context:
    """The context of a step, as far as it is read."""

    def __init__(self, tags: dict[str, str]) -> None:
        self.run = type("Run", (), {"tags": tags})()


def failure(error: Exception, tags: dict[str, str] | None = None) -> dg.Failure:
    with pytest.raises(dg.Failure) as raised, one_sentence(Context(tags or {})):  # type: ignore[arg-type]
        raise error
    assert raised.value.__cause__ is error
    return raised.value


@pytest.mark.parametrize(
    ("error", "tags", "again"),
    [
        (SourceUnavailable("no answer"), {}, True),
        (SourceUnavailable("no answer"), {BY_COMMAND: "yes"}, False),
        (CredentialRejected("no"), {}, False),
        (KeyError("x"), {}, False),
    ],
)
def test_only_silence_is_tried_again_and_only_where_nobody_waits(
    error: Exception, tags: dict[str, str], again: bool
) -> None:
    assert failure(error, tags).allow_retries == again


def test_the_sentence_is_in_the_terms_of_dagster() -> None:
    locked = LakeLocked(
        "busy", where="lake", remedy="wait until it ends, or run with --wait SECONDS"
    )
    assert failure(locked).description == (
        "SC302 busy | at lake | to do: wait until it ends,"
        " or launch the run again with a greater `wait_seconds`"
    )


def test_a_fault_in_the_code_is_named_with_its_kind() -> None:
    assert failure(ValueError("bad")).description == "ValueError: bad"


def test_a_key_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOSIS_API_KEY", "s3cretkey")
    assert "s3cretkey" not in str(failure(ValueError("at ?apiKey=s3cretkey")).description)


def test_a_failure_of_dagster_passes_unchanged() -> None:
    given = dg.Failure("as it is")
    with pytest.raises(dg.Failure) as raised, one_sentence(Context({})):  # type: ignore[arg-type]
        raise given
    assert raised.value is given
