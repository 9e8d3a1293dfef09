"""Who may ask: host, origin and token are checked, and no page may load or run anything from outside."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lookalike.errors import InputError
from lookalike.languages import Message as Words
from lookalike.languages import say

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})
COOKIE, PARAMETER = "lookalike_token", "token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


def require_token(host: str, token: str) -> None:
    """Refuse to listen where others can reach it without a token.

    Raises
    ------
    InputError
        The host is not loopback and there is no token.

    Examples
    --------
    >>> require_token("127.0.0.1", "")
    >>> require_token("0.0.0.0", "")
    Traceback (most recent call last):
    ...
    lookalike.errors.InputError: --host 0.0.0.0 can be reached by others. Expected: a token. To do: add --token TEXT.
    """
    if host not in LOOPBACK and not token:
        raise InputError(say("app.reached", host=host), say("app.a_token"), do=say("app.add_token"))


class Guard:
    """ASGI middleware around the whole app.

    Parameters
    ----------
    app : ASGI app
    hosts : iterable of str
        Names it may be asked for by, beside those of loopback, against DNS rebinding; "*" = any, behind a token.
    token : str
        What every request must bring, in `Authorization: Bearer`, in the cookie, or once as `?token=`; "" = none.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str] = (), token: str = "") -> None:
        self.app, self.hosts, self.token = app, LOOPBACK | {host.casefold() for host in hosts}, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refused(scope, headers)
        if refused is not None:
            await refused(scope, receive, _guarded(send))
            return
        await self.app(scope, receive, _guarded(send))

    def _refused(self, scope: Scope, headers: Headers) -> Response | None:
        """What a request that may not pass is answered with."""
        if "*" not in self.hosts and host_of(headers.get("host", "")) not in self.hosts:
            return _answer(scope, 421, say("app.not_served"))
        if scope["method"] not in SAFE and not self._same_origin(headers):
            return _answer(scope, 403, say("app.own_pages"))
        return self._without_token(scope, headers) if self.token else None

    def _same_origin(self, headers: Headers) -> bool:
        """A browser says where a request comes from; a program that is no browser says nothing and has no cookie."""
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site is not None:
            return site in ("same-origin", "none")
        return origin is None or urlsplit(origin).netloc == headers.get("host")

    def _without_token(self, scope: Scope, headers: Headers) -> Response | None:
        query = parse_qs(scope["query_string"].decode("latin-1"))
        if self._is_token(query.get(PARAMETER, [""])[0]) and scope["method"] in SAFE:
            rest = urlencode({name: value for name, value in query.items() if name != PARAMETER}, doseq=True)
            answer = RedirectResponse(f"{scope['path']}?{rest}" if rest else scope["path"], 303)
            answer.set_cookie(COOKIE, self.token, httponly=True, samesite="strict")
            return answer
        cookies = SimpleCookie(headers.get("cookie", ""))
        given = headers.get("authorization", "").removeprefix("Bearer ")
        kept = cookies[COOKIE].value if COOKIE in cookies else ""
        if self._is_token(given) or self._is_token(kept):
            return None
        return _answer(scope, 401, say("app.needs_token"))

    def _is_token(self, given: str) -> bool:
        return secrets.compare_digest(given.encode(), self.token.encode())


def host_of(header: str) -> str:
    """The name in a Host header, without its port.

    Examples
    --------
    >>> host_of("LocalHost:8000"), host_of("[::1]:8000"), host_of("evil.example")
    ('localhost', '[::1]', 'evil.example')
    """
    name = header.casefold()
    return name[: name.index("]") + 1] if name.startswith("[") and "]" in name else name.partition(":")[0]


def _answer(scope: Scope, status: int, detail: Words) -> Response:
    """JSON for the API, a line of text for people; in English, as whoever asks is not known."""
    if "/api/" in scope["path"]:
        return JSONResponse({"detail": str(detail)}, status)
    return PlainTextResponse(str(detail), status)


def _guarded(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return guarded
