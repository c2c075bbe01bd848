"""Who asked for this page, and with which words behind the ``?`` of its address.

The server signs people in and tells the page's kernel; nothing a browser sends reaches the kernel
under these names. This works in an ordinary kernel, in one forked from a warm parent (both get it
in their environment) and in one that was started before anybody asked (it waits for the question).
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

PERSON, QUERY = "HTTP_X_DC_USER", "QUERY_STRING"


@dataclass(frozen=True)
class RequestInfo:
    """The person the server signed in (None outside of the server), and the query's words.

    The query is what somebody typed or clicked: it says which record to show, never who is asking
    or what they may see.
    """

    person_id: str | None
    query: Mapping[str, str] = field(default_factory=dict)


def request_info(*, seconds: float | None = None) -> RequestInfo:
    """Return who opened the page that this kernel belongs to; wait for them if need be.

    ``seconds`` bounds the waiting of a kernel that was started ahead; None waits for ever.
    """
    told: Mapping[str, str] = os.environ
    if os.environ.get("VOILA_PREHEAT") == "True":
        told = _wait(seconds)
    return read_request(told)


def read_request(told: Mapping[str, str]) -> RequestInfo:
    """Read what the server told a kernel.

    >>> read_request({"HTTP_X_DC_USER": "p-ruiz", "QUERY_STRING": "cycle=c-1&step="})
    RequestInfo(person_id='p-ruiz', query={'cycle': 'c-1', 'step': ''})
    >>> read_request({})
    RequestInfo(person_id=None, query={})
    """
    query = dict(parse_qsl(told.get(QUERY, ""), keep_blank_values=True))
    return RequestInfo(person_id=told.get(PERSON) or None, query=query)


def _wait(seconds: float | None) -> Mapping[str, str]:
    from websockets.sync.client import connect

    port = os.environ["VOILA_APP_PORT"]
    base = os.environ.get("VOILA_SERVER_URL", "/")
    address = f"ws://127.0.0.1:{port}{base}voila/query/{os.environ['VOILA_KERNEL_ID']}"
    with connect(address) as line:
        return json.loads(line.recv(seconds))
