"""Pure functions on frames: items, reliability, mastery, growth, groups, checks.

Import it as ``import datacycle.analysis as an``. No function here opens a file, asks the clock,
prints, or changes a frame it was given; each names its result in ``plc_data.schema``. ``sums``,
``finish`` and ``engines`` are rooms of their own, imported when first asked for (``engines`` hands
the names of files to pandas, DuckDB or Spark: it alone meets a disk); ``advice`` says which
numbers to show.
"""

from importlib import import_module
from types import ModuleType

from . import advice
from .agreement import RubricAgreement, adjudication_list, rubric_agreement
from .answers import earned_points, omitted_counts, response_table, score_table
from .blanks import BlankEffect, blank_effect
from .causes import chosen_misconceptions, student_causes
from .change import PairedChange, item_changes, paired_change, reliable_change
from .checks import check_calibration, check_table, low_checks, targets_without_strong_check
from .consistency import DecisionConsistency, huynh, kr21, subkoviak
from .dif import differential_item_functioning
from .fairness import long_not_yet, minutes_by_state, subgroup_shares, without_plan
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
from .misconceptions import misconception_counts, misconceptions_by_student
from .options import option_table
from .precision import (
    conditional_standard_errors,
    could_be_either,
    kelley_true_score,
    lambda_2,
    length_factor_for,
    spearman_brown,
    split_half,
)
from .rasch import RaschModel, rasch_model
from .reliability import Reliability, feldt_interval, item_analysis, reliability
from .seating import Limits
from .summaries import class_summary, target_summary
from .thirds import options_by_third, thirds_of

__all__ = [
    "BlankEffect",
    "DecisionConsistency",
    "Growth",
    "Interval",
    "Limits",
    "PairedChange",
    "RaschModel",
    "Reliability",
    "RubricAgreement",
    "adjudication_list",
    "advice",
    "blank_effect",
    "check_calibration",
    "check_table",
    "chosen_misconceptions",
    "class_summary",
    "conditional_standard_errors",
    "could_be_either",
    "differential_item_functioning",
    "earned_points",
    "feldt_interval",
    "fisher_interval",
    "huynh",
    "item_analysis",
    "item_changes",
    "item_statistics",
    "jeffreys_interval",
    "kelley_true_score",
    "kr21",
    "lambda_2",
    "length_factor_for",
    "long_not_yet",
    "low_checks",
    "mastery_by_target",
    "mastery_probability",
    "matched_growth",
    "minutes_by_state",
    "misclassification",
    "misconception_counts",
    "misconceptions_by_student",
    "newcombe_difference",
    "newcombe_paired",
    "omitted_counts",
    "option_table",
    "options_by_third",
    "paired_change",
    "propose_groups",
    "rasch_model",
    "reliability",
    "reliable_change",
    "response_table",
    "rubric_agreement",
    "score_table",
    "spearman_brown",
    "split_half",
    "student_causes",
    "subgroup_shares",
    "subkoviak",
    "target_summary",
    "targets_without_strong_check",
    "thirds_of",
    "wilson_interval",
    "without_plan",
]


def __getattr__(name: str) -> ModuleType:
    if name in ("sums", "finish", "engines"):
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
