"""Codes, small groups and their attacker, bands, and the search for names. Nothing touches disk."""

from .attacker import Breach, Figure, attack
from .bands import ShareCode, share_code
from .codes import KeyTable, make_codes
from .counts_in_text import CountFinding, Reading, counts_in_text, without_counts
from .decisions import Action, Applied, Cleaned, Decision, blocking, clean
from .name_findings import NameFinding
from .names import WHAT_IT_DOES_NOT_FIND, NameSearch
from .settings import PrivacySettings
from .suppression import (
    HIDDEN,
    CountTable,
    Group,
    PublishedGroup,
    PublishedTable,
    Release,
    Sum,
    attack_package,
    near_repeats,
    suppress,
)
from .variants import Named, named_staff, named_students

__all__ = [
    "Action",
    "Applied",
    "Breach",
    "Cleaned",
    "CountFinding",
    "CountTable",
    "Decision",
    "Figure",
    "Group",
    "HIDDEN",
    "KeyTable",
    "NameFinding",
    "NameSearch",
    "Named",
    "PrivacySettings",
    "PublishedGroup",
    "PublishedTable",
    "Reading",
    "Release",
    "ShareCode",
    "Sum",
    "WHAT_IT_DOES_NOT_FIND",
    "attack",
    "attack_package",
    "blocking",
    "clean",
    "counts_in_text",
    "make_codes",
    "named_staff",
    "named_students",
    "near_repeats",
    "share_code",
    "suppress",
    "without_counts",
]
