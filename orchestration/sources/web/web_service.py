"""Requests to a web service with deadlines, limits and retries. The key never appears in an output.

Keys of the Korean services are part of the URL, so nothing that holds a URL may leave this module: no
httpx exception is chained (they carry their request), httpx does not log, and redirects, which would
send the key to another host, are not followed.

A deadline covers headers and body together, so that a service that sends one byte per second is stopped
like one that sends nothing. Retried are HTTP 429 and 5xx, a broken or slow connection, and what the
client's `read` function raises as `TryAgain`. Every other failure is final.
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
from orchestration.lake.checks.refusal import AnswerRefused
from orchestration.services import SERVICES, Limits, ServiceAccess
from orchestration.settings import Settings
from orchestration.sources.web.body import GZIP, Damaged, TooLarge, unpack
from orchestration.sources.web.rate import bucket_of

T = TypeVar("T")
_logger = logging.getLogger(__name__)
_SECONDS = re.compile(r"[0-9]{1,9}")
_RUN_AGAIN = "run again later: data that were fetched are kept and not requested again"


class TryAgain(SourceUnavailable):
    """A failure that a retry may resolve; `wait` is the pause in seconds that the service wants."""

    def __init__(self, what: str, *, where: str = "", wait: float | None = None) -> None:
        super().__init__(what, where=where, remedy="try again later")
        self.wait = wait


@dataclass(frozen=True)
class _Response:
    """Status, the headers that are used, and the body as received (empty unless the status is 200)."""

    status: int
    retry_after: str
    encoding: str
    body: bytes


class _TooLong(Exception):
    """A body with more bytes than the limit."""


def open_service(name: str, settings: Settings) -> WebService:
    """The service `name` with the key of the settings; raises `ConfigurationError` without one."""
    access = settings.access_to(name)
    if access is None:
        raise ConfigurationError(
            f"{name} has no key",
            where=SERVICES[name].key_variable,
            remedy="set the key; docs/sources.md says how to get one",
        )
    return WebService(access)


class WebService:
    """The service of one provider during one refresh of a source; a context manager.

    `calls` is the number of requests so far, retries included.
    """

    def __init__(self, access: ServiceAccess) -> None:
        """The deadline of the refresh starts now; connections open with the first request."""
        _silence_libraries()
        limits = access.limits
        self.name = access.service.name
        self.key = access.key.get_secret_value()
        self.has_public_key = access.service.is_public(access.key)
        self.calls = 0
        self.limits: Limits = limits
        self._service = access.service
        self._bytes = 0
        self._ends = time.monotonic() + limits.refresh_timeout
        self._bucket = bucket_of(self.name, limits)
        self._base = access.url.rstrip("/")
        self._secrets = Secrets([] if self.has_public_key else [self.key])
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

    def quote(self, message: object) -> str:
        """A message of the service, for our own messages: without the key, printable, cut to a length."""
        return said(self._secrets.redact(message) if isinstance(message, str) else message)

    def repeats_key(self, body: bytes) -> bool:
        """Whether `body` contains the key in any encoding."""
        return self._secrets.held_in(_text(body))

    def key_refusal(self, where: str) -> ArrivalRefused:
        """The refusal of a response that contains the key."""
        return ArrivalRefused(
            "the response contains our key",
            where=where,
            remedy="check for a proxy between us and the service",
        )

    def with_body(self, refused: ArrivalRefused, name: str, body: bytes) -> AnswerRefused:
        """`refused` together with the response, for the quarantine; the key is removed from `body`."""
        return AnswerRefused(refused, name=name, body=self._without_key(body))

    def _without_key(self, body: bytes) -> bytes:
        if not self.repeats_key(body):
            return body
        kept = self._secrets.redact(_text(body))
        return f"{kept} ({len(body):,} bytes)".encode() if kept == WITHHELD else kept.encode()

    def get(
        self,
        target: str,
        read: Callable[[bytes], T],
        *,
        where: str,
        attempts: int | None = None,
    ) -> T:
        """`read(body)` of the response to GET base URL + `target` (path and query, encoded).

        `where` names the request in errors; `target` never appears in one. Raises
        `CredentialRejected` for 401 and 403, `ArrivalRefused` for a response beyond the limits,
        `SourceUnavailable` when all attempts failed, the deadline of the refresh passed or another
        status came, and whatever `read` raises; only its `TryAgain` leads to another attempt.
        """
        limits, tried = self.limits, 0
        ends = min(self._ends, time.monotonic() + limits.patience)
        failure: TryAgain
        try:
            for attempt in stamina.retry_context(
                on=_retry_pause(limits.wait_max),
                attempts=attempts or limits.attempts,
                timeout=max(0.001, ends - time.monotonic()),
                wait_initial=limits.wait_initial,
                wait_max=limits.wait_max,
                wait_jitter=limits.wait_initial,
            ):
                with attempt:
                    tried = attempt.num
                    return read(self._body(target, where, ends))
        except TryAgain as again:
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
            response = self._portal.call(self._get, f"{self._base}/{target}", seconds)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol):
            failure = ConfigurationError(
                f"the base URL of {self.name} cannot be used",
                where=self._service.url_variable,
                remedy="write it as https://host/path/",
            )
        except TimeoutError:
            failure = TryAgain(
                f"{self.name} does not answer in full within {seconds:,.0f} s", where=where
            )
        except httpx.TimeoutException as error:
            kind = type(error).__name__
            failure = TryAgain(f"{self.name} does not answer in time ({kind})", where=where)
        except (httpx.HTTPError, UnicodeError, OSError) as error:
            kind = type(error).__name__
            failure = TryAgain(f"the connection to {self.name} broke ({kind})", where=where)
        except _TooLong:
            failure = self._too_large(where)
        else:
            self._check_status(response, where)
            return self._content(response, where)
        # As in `get`: outside the handler, so that nothing is chained.
        raise failure

    def _check_refresh(self, where: str) -> None:
        """Refuse another call if the refresh has used up its time, calls or bytes."""
        limits = self.limits
        used = ""
        if time.monotonic() >= self._ends:
            used = f"the {limits.refresh_timeout:,.0f} s of a refresh for requests to {self.name}"
        elif self.calls >= limits.most_calls:
            used = f"the {limits.most_calls:,} calls of a refresh to {self.name}"
        elif self._bytes > limits.most_bytes_in_all:
            used = f"the {limits.most_bytes_in_all:,} bytes of a refresh from {self.name}"
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

    def _check_status(self, response: _Response, where: str) -> None:
        status = response.status
        if status == 200:
            return
        if status == 429 or status >= 500:
            wait = _seconds_of(response.retry_after)
            raise TryAgain(f"{self.name} answers HTTP {status}", where=where, wait=wait)
        if status in (401, 403):
            raise CredentialRejected(
                f"{self.name} refuses the request (HTTP {status})",
                where=where,
                remedy="check the key and whether it is valid for this service; see `smartcity doctor`",
            )
        raise SourceUnavailable(
            f"{self.name} answers HTTP {status}",
            where=where,
            remedy=f"check {self._service.url_variable} and the declaration of the source",
        )

    def _content(self, response: _Response, where: str) -> bytes:
        """The body, uncompressed where the service compressed it for the transfer."""
        self._bytes += len(response.body)
        if response.encoding in ("", "identity"):
            return response.body
        if response.encoding not in ("gzip", "x-gzip"):
            raise ArrivalRefused(
                f"the response is compressed as {self.quote(response.encoding)}, which was not requested",
                where=where,
                remedy="check for a proxy between us and the service",
            )
        if response.body[:2] != GZIP and response.body:
            raise TryAgain("the response is not compressed as its header says", where=where)
        try:
            return unpack(response.body, self.limits.most_bytes)
        except TooLarge:
            raise self._too_large(where) from None
        except Damaged as damaged:
            raise TryAgain(
                f"the response cannot be uncompressed ({damaged})", where=where
            ) from None

    def _too_large(self, where: str) -> ArrivalRefused:
        return ArrivalRefused(
            f"the response has more than {self.limits.most_bytes:,} bytes",
            where=where,
            remedy="check for a proxy between us and the service; SMARTCITY_ANSWER_BYTES allows more",
        )


def _text(body: bytes) -> str:
    with suppress(TooLarge, Damaged):
        body = unpack(body)
    return body.decode("utf-8", "replace")


def _seconds_of(retry_after: str) -> float | None:
    """The pause in seconds of a header Retry-After, written as a number or as a date."""
    text = retry_after.strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    try:
        at = parsedate_to_datetime(text)
        return max(0.0, (at - datetime.now(UTC)).total_seconds()) if at.tzinfo else None
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _retry_pause(longest: float) -> Callable[[Exception], bool | float]:
    """A hook for stamina: retry only `TryAgain`, after the pause that the service wants, if any."""

    def hook(error: Exception) -> bool | float:
        if not isinstance(error, TryAgain):
            return False
        return True if error.wait is None else min(error.wait, longest)

    return hook


def _silence_libraries() -> None:
    """Stop httpx and httpcore from logging URLs, and stamina from printing to the screen."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    set_on_retry_hooks([_log_retry])


def _log_retry(details: RetryDetails) -> None:
    _logger.info("attempt %d in %.1f s: %s", details.retry_num, details.wait_for, details.caused_by)
