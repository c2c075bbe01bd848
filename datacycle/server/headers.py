"""What the server tells every browser with every answer."""

from __future__ import annotations

from tornado.httputil import HTTPHeaders
from tornado.web import OutputTransform

REFERRER = "Referrer-Policy"
"""The one header that a page may set itself: a form's sender is only known if it may be told."""
POLICY = {
    "default-src": "'self'",
    # The page's own start is inline; a widget's script is handed over as a blob.
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    REFERRER: "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
"""No address outside of this server may be asked for anything, whatever a page contains."""


class SafeHeaders(OutputTransform):
    """Puts the headers on every answer, also on files and on errors."""

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, HTTPHeaders, bytes]:
        """Add the headers before the first byte goes out."""
        for name, value in HEADERS.items():
            if name != REFERRER or name not in headers:
                headers[name] = value
        return status_code, headers, chunk
