"""Base URLs of publishers: https, or http where the operator names a mirror of their own."""

from __future__ import annotations

from urllib.parse import urlsplit

from pricesvc.core.errors import BadData


def checked_base(url: str) -> str:
    """A base URL without its trailing slash.

    Raises:
        BadData: when it is not http(s) with a host, or carries a query or a fragment.
    """
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that hold no IPv6 address
        parts = urlsplit("")
    if parts.scheme not in {"https", "http"} or not parts.netloc or parts.query or parts.fragment:
        raise BadData(f"{url!r} is not the base URL of a publisher, such as https://www.ecb.europa.eu.", url=url)
    return url.rstrip("/")
