"""Pure functions on frames: items, reliability, mastery, growth, groups, checks.

Import it as ``import datacycle.analysis as an``. No function here opens a file, asks the clock,
prints, or changes a frame it was given; each names its result in ``plc_data.schema``.
"""

from .answers import earned_points, omitted_counts, response_table, score_table
from .intervals import (
    Interval,
    fisher_interval,
    jeffreys_interval,
    mastery_probability,
    newcombe_difference,
    newcombe_paired,
    wilson_interval,
)
from .mastery import mastery_by_target, misclassification
from .summaries import class_summary, target_summary

__all__ = [
    "Interval",
    "class_summary",
    "earned_points",
    "fisher_interval",
    "jeffreys_interval",
    "mastery_by_target",
    "mastery_probability",
    "misclassification",
    "newcombe_difference",
    "newcombe_paired",
    "omitted_counts",
    "response_table",
    "score_table",
    "target_summary",
    "wilson_interval",
]
