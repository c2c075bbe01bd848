"""From a cycle's facts to the eight rows of evidence, with every number already judged.

``collect`` returns a tree of plain values in which people's own words still stand as ``Free``.
"""

from .evidence import Collected, collect
from .facts import Facts, Ledger

__all__ = ["Collected", "Facts", "Ledger", "collect"]
