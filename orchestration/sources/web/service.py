"""Asking a web service: deadlines, limits, a rate, retries on what is worth it, and never a key in sight.

Keys of the Korean services are part of the URL, so nothing that holds a URL may leave this module: no
httpx exception is chained (they carry their request), httpx may not log, and redirects, which would
hand the key to another host, are not followed.

A deadline holds for headers and body together, so that a service that sends a byte a second ends as one
that sends nothing. Worth another attempt: 429, 5xx, a broken or slow connection, and what the service's
own `read` function raises as `AskAgain`. Everything else is final at once.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self, TypeVar

import httpx
import stamina
from anyio.from_thread import BlockingPortal, start_blocking_portal
from stamina.instrumentation import RetryDetails, set_on_retry_hooks

from orchestration.errors import (
    ArrivalRefused,
    ConfigurationError,
    CredentialRejected,
    SmartCityError,
    SourceUnavailable,
)
from orchestration.foreign_text import WITHHELD, Secrets, said
from orchestration.settings import PUBLIC_KEY
from orchestration.sources.web.body import GZIP, Damaged, TooLarge, unpacked
from orchestration.sources.web.limits import Limits
from orchestration.sources.web.rate import bucket_of

T = TypeVar("T")
_logger = logging.getLogger(__name__)
_SECONDS = re.compile(r"[0-9]{1,9}")
_RUN_AGAIN = "run again later: what was fetched is kept and not asked for again"


class AskAgain(SourceUnavailable):
    """A failure that another attempt may mend; `wait` is how long the service wants us to."""

    def __init__(self, what: str, *, where: str = "", wait: float | None = None) -> None:
        super().__init__(what, where=where, remedy="try again later")
        self.wait = wait


@dataclass(frozen=True)
class _Response:
    """Status, the headers that we look at, and the body as it came (empty unless the status is 200)."""

    status: int
    retry_after: str
    encoding: str
    body: bytes


class _TooLong(Exception):
    """A body with more bytes than the limit."""


class WebService:
    """One provider's service during one refresh; a context manager."""

    def __init__(self, provider: str, base_url: str, key: str, limits: Limits) -> None:
        _keep_quiet()
        self.provider = provider
        self.calls = 0
        self.limits = limits
        self._bytes = 0
        self._ends = time.monotonic() + limits.refresh_timeout
        self._bucket = bucket_of(provider, limits)
        self._base = base_url.rstrip("/")
        self._secrets = Secrets([key] if key != PUBLIC_KEY else [])
        # A thread of its own: the caller's thread may run an event loop, as a notebook's does.
        self._thread = start_blocking_portal()
        self._portal: BlockingPortal
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(limits.read_timeout, connect=limits.connect_timeout),
            headers={"User-Agent": "smartcity-warehouse", "Accept-Encoding": "gzip"},
        )

    def __enter__(self) -> Self:
        self._portal = self._thread.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            with suppress(httpx.HTTPError, OSError):
                self._portal.call(self._client.aclose)
        finally:
            self._thread.__exit__(kind, error, trace)

    def said(self, message: object) -> str:
        """A message of the service, to be quoted: without the key, printable, cut to a length."""
        return said(self._secrets.redact(message) if isinstance(message, str) else message)

    def repeats_key(self, body: bytes) -> bool:
        """Whether `body` holds the key in any encoding."""
        return self._secrets.held_in(_text(body))

    def without_key(self, body: bytes) -> bytes:
        """`body` to be kept aside: as it is, or without the key."""
        if not self.repeats_key(body):
            return body
        kept = self._secrets.redact(_text(body))
        return f"{kept} ({len(body):,} bytes)".encode() if kept == WITHHELD else kept.encode()

    def ask(
        self,
        target: str,
        read: Callable[[bytes], T],
        *,
        where: str,
        attempts: int | None = None,
    ) -> T:
        """`read(body)` of the answer to GET base URL + `target` (path and query, encoded).

        `where` names the request in errors; `target` never appears in one. Raises
        `CredentialRejected` for 401 and 403, `ArrivalRefused` for an answer beyond the limits,
        `SourceUnavailable` when all attempts failed, the deadline of the refresh passed or another
        status came, and whatever `read` raises; only its `AskAgain` leads to another attempt.
        """
        limits, tried = self.limits, 0
        ends = min(self._ends, time.monotonic() + limits.patience)
        failure: AskAgain
        try:
            for attempt in stamina.retry_context(
                on=_wanted_wait(limits.wait_max),
                attempts=attempts or limits.attempts,
                timeout=max(0.001, ends - time.monotonic()),
                wait_initial=limits.wait_initial,
                wait_max=limits.wait_max,
                wait_jitter=limits.wait_initial,
            ):
                with attempt:
                    tried = attempt.num
                    return read(self._body(target, where, ends))
        except AskAgain as again:
            failure = again
        # Raised outside the handler: no exception that knows the URL may be chained to it.
        raise SourceUnavailable(
            f"{failure.what} ({tried} attempts)", where=where, remedy=_RUN_AGAIN
        )

    def _body(self, target: str, where: str, ends: float) -> bytes:
        self._bucket.take()
        self._check_refresh(where)
        self.calls += 1
        seconds = min(self.limits.call_timeout, max(0.1, ends - time.monotonic()))
        failure: SmartCityError
        try:
            answer = self._portal.call(self._get, f"{self._base}/{target}", seconds)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol):
            failure = ConfigurationError(
                f"the base URL of {self.provider} cannot be used",
                where=f"SMARTCITY_{self.provider.upper()}_URL",
                remedy="write it as https://host/path/",
            )
        except TimeoutError:
            failure = AskAgain(
                f"{self.provider} does not answer in full within {seconds:,.0f} s", where=where
            )
        except httpx.TimeoutException as error:
            late = type(error).__name__
            failure = AskAgain(f"{self.provider} does not answer in time ({late})", where=where)
        except (httpx.HTTPError, UnicodeError, OSError) as error:
            broken = type(error).__name__
            failure = AskAgain(f"the connection to {self.provider} broke ({broken})", where=where)
        except _TooLong:
            failure = self._too_large(where)
        else:
            _check_status(self.provider, answer, where)
            return self._content(answer, where)
        # As in `ask`: outside the handler, so that nothing is chained.
        raise failure

    def _check_refresh(self, where: str) -> None:
        """Refuse another call where the refresh has used up its time, calls or bytes."""
        limits = self.limits
        used = ""
        if time.monotonic() >= self._ends:
            used = f"the {limits.refresh_timeout:,.0f} s that a refresh may ask {self.provider}"
        elif self.calls >= limits.most_calls:
            used = f"the {limits.most_calls:,} calls that a refresh may make to {self.provider}"
        elif self._bytes > limits.most_bytes_in_all:
            used = (
                f"the {limits.most_bytes_in_all:,} bytes that a refresh may get of {self.provider}"
            )
        if used:
            raise SourceUnavailable(f"{used} are used up", where=where, remedy=_RUN_AGAIN)

    async def _get(self, url: str, seconds: float) -> _Response:
        most = self.limits.most_bytes
        async with asyncio.timeout(seconds), self._client.stream("GET", url) as response:
            body = bytearray()
            if response.status_code == 200:
                async for chunk in response.aiter_raw():
                    body += chunk
                    if len(body) > most:
                        raise _TooLong
            return _Response(
                response.status_code,
                response.headers.get("retry-after", ""),
                response.headers.get("content-encoding", "").strip().lower(),
                bytes(body),
            )

    def _content(self, answer: _Response, where: str) -> bytes:
        """The body, unpacked where the service packed it on the way."""
        self._bytes += len(answer.body)
        if answer.encoding in ("", "identity"):
            return answer.body
        if answer.encoding not in ("gzip", "x-gzip"):
            raise ArrivalRefused(
                f"the answer is packed as {self.said(answer.encoding)}, which was not asked for",
                where=where,
                remedy="look for a proxy in between",
            )
        if answer.body[:2] != GZIP and answer.body:
            raise AskAgain("the answer is not packed as its header says", where=where)
        try:
            return unpacked(answer.body, self.limits.most_bytes)
        except TooLarge:
            raise self._too_large(where) from None
        except Damaged as damaged:
            raise AskAgain(f"the answer cannot be unpacked ({damaged})", where=where) from None

    def _too_large(self, where: str) -> ArrivalRefused:
        return ArrivalRefused(
            f"the answer has more than {self.limits.most_bytes:,} bytes",
            where=where,
            remedy="look for a proxy in between; SMARTCITY_ANSWER_BYTES allows more",
        )


def _text(body: bytes) -> str:
    with suppress(TooLarge, Damaged):
        body = unpacked(body)
    return body.decode("utf-8", "replace")


def _check_status(provider: str, answer: _Response, where: str) -> None:
    status = answer.status
    if status == 200:
        return
    if status == 429 or status >= 500:
        raise AskAgain(
            f"{provider} answers HTTP {status}", where=where, wait=_seconds_of(answer.retry_after)
        )
    if status in (401, 403):
        raise CredentialRejected(
            f"{provider} refuses the request (HTTP {status})",
            where=where,
            remedy="check the key and whether it may use this service; `smartcity doctor` helps",
        )
    raise SourceUnavailable(
        f"{provider} answers HTTP {status}",
        where=where,
        remedy=f"check SMARTCITY_{provider.upper()}_URL and the declaration of the source",
    )


def _seconds_of(retry_after: str) -> float | None:
    """Seconds that the header Retry-After asks for, written as a number or as a date."""
    text = retry_after.strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    try:
        at = parsedate_to_datetime(text)
        return max(0.0, (at - datetime.now(UTC)).total_seconds()) if at.tzinfo else None
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _wanted_wait(longest: float) -> Callable[[Exception], bool | float]:
    """A hook for stamina: retry `AskAgain` alone, after the service's own wait if it named one."""

    def hook(error: Exception) -> bool | float:
        if not isinstance(error, AskAgain):
            return False
        return True if error.wait is None else min(error.wait, longest)

    return hook


def _keep_quiet() -> None:
    """httpx and httpcore log URLs; stamina would print to the screen."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    set_on_retry_hooks([_log_retry])


def _log_retry(details: RetryDetails) -> None:
    _logger.info("attempt %d in %.1f s: %s", details.retry_num, details.wait_for, details.caused_by)
