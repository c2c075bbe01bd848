"""Pure functions on frames: items, reliability, mastery, growth, groups, checks.

Import it as ``import datacycle.analysis as an``. No function here opens a file, asks the clock,
prints, or changes a frame it was given; each names its result in ``plc_data.schema``. ``sums`` and
``finish`` (Narwhals) are rooms of their own, imported when first asked for.
"""

from importlib import import_module
from types import ModuleType

from .answers import earned_points, omitted_counts, response_table, score_table
from .causes import chosen_misconceptions, student_causes
from .grouping import propose_groups
from .growth import Growth, matched_growth
from .intervals import (
    Interval,
    fisher_interval,
    jeffreys_interval,
    mastery_probability,
    newcombe_difference,
    newcombe_paired,
    wilson_interval,
)
from .items import item_statistics
from .mastery import mastery_by_target, misclassification
from .options import option_table
from .reliability import Reliability, feldt_interval, item_analysis, reliability
from .seating import Limits
from .summaries import class_summary, target_summary

__all__ = [
    "Growth",
    "Interval",
    "Limits",
    "Reliability",
    "chosen_misconceptions",
    "class_summary",
    "earned_points",
    "feldt_interval",
    "fisher_interval",
    "item_analysis",
    "item_statistics",
    "jeffreys_interval",
    "mastery_by_target",
    "mastery_probability",
    "matched_growth",
    "misclassification",
    "newcombe_difference",
    "newcombe_paired",
    "omitted_counts",
    "option_table",
    "propose_groups",
    "reliability",
    "response_table",
    "score_table",
    "student_causes",
    "target_summary",
    "wilson_interval",
]


def __getattr__(name: str) -> ModuleType:
    if name in ("sums", "finish"):
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
