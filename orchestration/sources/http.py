"""Asking a web service: time limits, a rate, retries on what is worth it, and never a key in sight.

Keys of the Korean services are part of the URL, so nothing that holds a URL may leave this module: no
httpx exception is chained (they carry their request), httpx may not log, and redirects, which would
hand the key to another host, are not followed.

Worth another attempt: 429, 5xx, a broken or slow connection, and what the service's own `read`
function raises as `AskAgain`. Everything else is final at once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import quote

import httpx
import stamina
from stamina.instrumentation import RetryDetails, set_on_retry_hooks

from orchestration.errors import (
    ConfigurationError,
    CredentialRejected,
    SmartCityError,
    SourceUnavailable,
)
from orchestration.sources.limits import LIMITS
from orchestration.sources.rate import bucket_of

T = TypeVar("T")
_logger = logging.getLogger(__name__)


class AskAgain(SourceUnavailable):
    """A failure that another attempt may mend; `wait` is how long the service wants us to."""

    def __init__(self, what: str, *, where: str = "", wait: float | None = None) -> None:
        super().__init__(what, where=where, remedy="try again later")
        self.wait = wait


class WebService:
    """One provider's service. Close it, or use it as a context manager."""

    def __init__(self, provider: str, base_url: str, key: str) -> None:
        _keep_quiet()
        self.provider = provider
        self.calls = 0
        self._limits = LIMITS[provider]
        self._bucket = bucket_of(provider, self._limits)
        self._base = base_url.rstrip("/")
        self._forms = sorted({key, quote(key, safe=""), quote(key)}, key=len, reverse=True)
        self._client = httpx.Client(
            timeout=httpx.Timeout(self._limits.read_timeout, connect=self._limits.connect_timeout),
            headers={"User-Agent": "smartcity-warehouse"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def redact(self, text: str) -> str:
        """`text` without the key, in whichever encoding it stands there."""
        for form in self._forms:
            text = text.replace(form, "***")
        return text

    def ask(self, target: str, read: Callable[[bytes], T], *, where: str) -> T:
        """`read(body)` of the answer to GET base URL + `target` (path and query, encoded).

        `where` names the request in errors; `target` never appears in one. Raises
        `CredentialRejected` for 401 and 403, `SourceUnavailable` when all attempts failed or another
        status came, and whatever `read` raises; only its `AskAgain` leads to another attempt.
        """
        limits, attempts = self._limits, 0
        failure: AskAgain
        try:
            for attempt in stamina.retry_context(
                on=_wanted_wait(limits.wait_max),
                attempts=limits.attempts,
                timeout=limits.patience,
                wait_initial=limits.wait_initial,
                wait_max=limits.wait_max,
                wait_jitter=limits.wait_initial,
            ):
                with attempt:
                    attempts = attempt.num
                    return read(self._body(target, where))
        except AskAgain as again:
            failure = again
        # Raised outside the handler: no exception that knows the URL may be chained to it.
        raise SourceUnavailable(
            f"{failure.what} ({attempts} attempts)",
            where=where,
            remedy="run again later: what was fetched is kept and not asked for again",
        )

    def _body(self, target: str, where: str) -> bytes:
        self._bucket.take()
        self.calls += 1
        failure: SmartCityError
        try:
            response = self._client.get(f"{self._base}/{target}")
        except (httpx.InvalidURL, httpx.UnsupportedProtocol):
            failure = ConfigurationError(
                f"the base URL of {self.provider} cannot be used",
                where=f"SMARTCITY_{self.provider.upper()}_URL",
                remedy="write it as https://host/path/",
            )
        except httpx.TimeoutException as error:
            late = type(error).__name__
            failure = AskAgain(f"{self.provider} does not answer in time ({late})", where=where)
        except httpx.HTTPError as error:
            broken = type(error).__name__
            failure = AskAgain(f"the connection to {self.provider} broke ({broken})", where=where)
        else:
            _check_status(self.provider, response, where)
            return response.content
        # As in `ask`: outside the handler, so that nothing is chained.
        raise failure


def _check_status(provider: str, response: httpx.Response, where: str) -> None:
    status = response.status_code
    if status == 200:
        return
    if status == 429 or status >= 500:
        raise AskAgain(
            f"{provider} answers HTTP {status}", where=where, wait=_retry_after(response)
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


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds that the header Retry-After asks for, written as a number or as a date."""
    text = response.headers.get("retry-after", "").strip()
    if text.isdigit():
        return float(text)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (at - datetime.now(UTC)).total_seconds()) if at.tzinfo else None


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
