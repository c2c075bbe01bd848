"""Codes of standards as people type them: compared leniently, kept as typed."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"[;,|\r\n]+")
_PREFIX = re.compile(r"^CCSS\.?(?:MATH\.CONTENT\.|MATH\.|ELA-LITERACY\.|ELA\.)?")
_COMMON_CORE = re.compile(r"((?:K|\d{1,2}|HS[A-Z]?)[.-][A-Z]{1,4})\.([A-Z])\.(\d.*)")


def split_codes(cell: str) -> tuple[str, ...]:
    """The codes in one cell, as typed.

    >>> split_codes("7.RP.A.1; 7.RP.A.2")
    ('7.RP.A.1', '7.RP.A.2')
    """
    return tuple(code.strip() for code in _BETWEEN.split(cell) if code.strip())


def code_key(code: str) -> str:
    """What two spellings of one code have in common.

    >>> code_key("CCSS.Math.Content.7.RP.A.1") == code_key("7.rp.1") == code_key("7.RP.A.1.")
    True
    >>> code_key("CC.2.1.8.E.1"), code_key("M08.A-N.1.1.1")
    ('CC.2.1.8.E.1', 'M08.A-N.1.1.1')
    """
    text = "".join(code.upper().split()).rstrip(".")
    short = _PREFIX.sub("", text) if text.startswith("CCSS") else text
    if match := _COMMON_CORE.fullmatch(short):
        return f"{match[1]}.{match[3]}"
    return short
