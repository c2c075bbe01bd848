"""A package of evidence: first a plan to look at, then the file.

There is no way round the privacy gate: ``plan_package`` runs it, a plan that it refuses holds no
files, and ``write_package`` writes nothing else than a plan.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from plc_data.errors import NotAllowed
from plc_data.model import Finding
from plc_data.privacy import (
    Applied,
    Decision,
    KeyTable,
    NameFinding,
    NameSearch,
    PrivacySettings,
    Release,
    attack_package,
    make_codes,
    named_staff,
    named_students,
    near_repeats,
)

from . import bag
from .atomic import write_new
from .bundle import CycleBundle
from .collect import Collected, Facts, collect
from .collect.figures import from_json, to_json, verdict_figure
from .collect.goal import allowed_counts
from .decisions import EVERY_FIGURE, LEAVE_OUT, split_decisions
from .documents import build_documents
from .finished import search_files, strings_in
from .free_text import settle
from .gate import (
    as_finding,
    findings_of,
    gate_words,
    name_refusals,
    repeat_refusals,
    roster_refusals,
)

if TYPE_CHECKING:
    from plc_data.privacy.codes import Chooser

    from .keys import SigningKey

SOFTWARE = "datacycle"
_MOST_ROUNDS = 40
"""Each round leaves one more figure out; a package has fewer figures than this."""


@dataclass(frozen=True)
class PackagePlan:
    """What a package would hold, what was found, and what still stops it.

    ``files`` (payload path to content) is empty while the plan is refused. ``names`` are all
    findings of the search; ``open_names`` those without a decision. ``key_table`` and
    ``release`` are private: they stay in the workspace.
    """

    package_id: str
    made_on: date
    findings: tuple[Finding, ...]
    refusals: tuple[str, ...]
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    evidence: Mapping = field(default_factory=dict, repr=False)
    names: tuple[NameFinding, ...] = ()
    open_names: tuple[NameFinding, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Document id to the text as it was written, for the page that asks; private."""
    applied: tuple[Applied, ...] = ()
    left_out: tuple[str, ...] = ()
    key_table: KeyTable | None = None
    release: Release | None = field(default=None, repr=False)
    organization: str = ""

    @property
    def refused(self) -> bool:
        """True when nothing may be written yet."""
        return bool(self.refusals)

    @property
    def folder(self) -> str:
        """The one folder inside the zip."""
        return f"evidence-{UUID(self.package_id).hex[:8]}"

    @property
    def file_name(self) -> str:
        """What to call the zip."""
        return f"{self.folder}.zip"

    def excerpt(self, finding: NameFinding, around: int = 40) -> tuple[str, str, str]:
        """The words before a finding, the found ones, and those after, for the page that asks."""
        text = self.texts.get(finding.document, "")
        return (
            text[max(0, finding.start - around) : finding.start],
            finding.found,
            text[finding.end : finding.end + around],
        )


def plan_package(
    bundle: CycleBundle,
    *,
    reflection: str = "",
    decisions: Mapping[str, str | Decision] | None = None,
    made_on: date,
    package_id: str,
    shared_with: str = "",
    codes: KeyTable | None = None,
    codes_rng: Chooser | None = None,
    prior: Iterable[Release] = (),
    settings: PrivacySettings | None = None,
) -> PackagePlan:
    """Say what a package would hold, with everything that the privacy gate finds.

    Parameters
    ----------
    bundle
        All facts of the cycle.
    reflection, shared_with
        The teacher's own words.
    decisions
        Finding id to ``replace``, ``generalise``, ``edit: ...`` or ``keep: reason``;
        ``figure:MEASURE`` to ``leave_out``.
    made_on
        The day that stands on the package; the clock is not asked.
    package_id
        A UUID, given once per package.
    codes, codes_rng
        The key table of the package (``keys.key_table`` keeps it), or where to draw one from.
    prior
        What earlier packages told (see ``release_of``); the attack counts it in.
    settings
        Thresholds; a district may tighten them.

    Returns
    -------
    PackagePlan
        Refused, with words, while a name waits for a decision, when there is no roster, or when
        an earlier package told a figure of nearly the same students.
    """
    settings = settings or PrivacySettings()
    prior = tuple(prior)
    package_id = UUID(package_id).hex
    texts, left_out = split_decisions(decisions or {})
    everybody = (*bundle.students.values(), *bundle.all_students, *bundle.earlier_names)
    search = NameSearch(
        (*named_students(everybody), *named_staff(bundle.people.values())),
        not_searched=[bundle.submitter_id],
    )
    if codes is None:
        import secrets

        ids = {s.id for s in everybody}
        codes = make_codes(package_id, ids, codes_rng or secrets.SystemRandom())
    collected, attacked = _withstanding(
        bundle,
        reflection,
        shared_with,
        made_on,
        package_id,
        codes,
        search,
        settings,
        prior,
        left_out,
    )
    of = collected.facts
    tree, settled = settle(
        collected.tree,
        search,
        texts,
        _Replacements(codes, of.who),
        settings,
        n_tested=_n_tested(of),
        n_public=of.n if of.is_large_enough else None,
        classes=of.class_names,
        allowed=allowed_counts(of),
    )
    repeats = near_repeats(collected.ledger.members, prior, settings)
    if repeats and EVERY_FIGURE in left_out:
        return plan_package(
            bundle,
            reflection=reflection,
            shared_with=shared_with,
            decisions={**(decisions or {}), **{f"figure:{m}": LEAVE_OUT for m in repeats}},
            made_on=made_on,
            package_id=package_id,
            codes=codes,
            prior=prior,
            settings=settings,
        )
    refusals = [
        *roster_refusals(bundle, made_on, search, settings),
        *name_refusals(settled),
        *repeat_refusals(repeats),
    ]
    common = {
        "package_id": package_id,
        "made_on": made_on,
        "names": tuple(settled.names),
        "open_names": tuple(settled.open),
        "texts": settled.raw,
        "applied": (*settled.applied, *settled.counts_kept),
        "left_out": tuple(sorted(left_out | attacked)),
        "key_table": codes,
        "release": Release(
            package_id, dict(collected.ledger.members), tuple(collected.ledger.figures)
        ),
    }
    findings = findings_of(settled, attacked, repeats)
    if refusals:
        return PackagePlan(findings=findings, refusals=tuple(refusals), **common)
    tree["privacy"] |= gate_words(settled)
    files, printed = build_documents(tree)
    late = search_files(
        {f"{bag.PAYLOAD}{path}": content for path, content in files.items()},
        search,
        printed=(*printed, *strings_in(tree)),
        kept=frozenset(settled.kept),
        ours=frozenset(settled.ours),
    )
    if late:
        places = ", ".join(sorted({finding.document for finding in late}))
        findings += tuple(as_finding(finding) for finding in late)
        refusals.append(
            f"The search over the finished files found a name in {places}. Nothing can be written."
        )
        return PackagePlan(findings=findings, refusals=tuple(refusals), **common)
    payload = {f"{bag.PAYLOAD}{path}": content for path, content in files.items()}
    return PackagePlan(
        findings=findings,
        refusals=(),
        files=payload,
        evidence=tree,
        organization=tree["package"]["team"],
        **common,
    )


def write_package(plan: PackagePlan, key: SigningKey, path: Path) -> Path:
    """Write a plan as a signed zip: whole or not at all, and over no other file.

    Raises
    ------
    NotAllowed
        When the plan is refused, with what has to be decided first.
    """
    if plan.refused:
        raise NotAllowed("Nothing was written. " + " ".join(plan.refusals))
    return write_new(Path(path), package_bytes(plan, key))


def package_bytes(plan: PackagePlan, key: SigningKey) -> bytes:
    """The zip as bytes: the same plan and key give the same ones."""
    if plan.refused:
        raise NotAllowed("Nothing was written. " + " ".join(plan.refusals))
    info = {
        "Bag-Software-Agent": SOFTWARE,
        "Bagging-Date": plan.made_on.isoformat(),
        "External-Identifier": f"urn:uuid:{UUID(plan.package_id)}",
        "Signer-Key": key.did.removeprefix("did:key:"),
        "Source-Organization": plan.organization or "a team of teachers",
    }
    tags = bag.tag_files(plan.files, info)
    signature = {bag.SIGNATURE: key.sign(tags[bag.TAG_MANIFEST])}
    return bag.zip_bytes(plan.folder, {**plan.files, **tags, **signature})


def disclosure(
    plan: PackagePlan,
    package: bytes,
    *,
    recipient: str,
    purpose: str,
    by: str,
    on: date,
) -> dict:
    """The record of a package that left: who, to whom, what for, whose results (codes), its hash.

    It goes into the workspace's log, together with what the next package has to be compared with.
    It holds no name and no student id.
    """
    if plan.release is None or plan.key_table is None:
        raise NotAllowed("There is no plan to record.")
    code = plan.key_table.codes
    return {
        "package_id": plan.package_id,
        "by": by,
        "to": recipient,
        "purpose": purpose,
        "on": on.isoformat(),
        "profile": "external",
        "sha256": hashlib.sha256(package).hexdigest(),
        "codes": list(code(frozenset().union(*plan.release.members.values()))),
        "members": {m: list(code(students)) for m, students in plan.release.members.items()},
        "figures": [to_json(figure, code) for figure in plan.release.figures],
        "decisions": [
            {"finding": a.finding_id, "action": str(a.action), "code": a.code, "reason": a.reason}
            for a in plan.applied
        ],
    }


def release_of(record: Mapping, table: KeyTable) -> Release:
    """An earlier package as the next plan has to know it: its disclosure and its key table."""
    return Release(
        record["package_id"],
        {m: table.students(codes) for m, codes in record["members"].items()},
        tuple(from_json(figure, table.students) for figure in record["figures"]),
    )


def as_json(tree: Mapping) -> bytes:
    """JSON in one form only, so that the same evidence gives the same bytes."""
    return (json.dumps(tree, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()


def _withstanding(
    bundle: CycleBundle,
    reflection: str,
    shared_with: str,
    made_on: date,
    package_id: str,
    codes: KeyTable,
    search: NameSearch,
    settings: PrivacySettings,
    prior: tuple[Release, ...],
    asked: frozenset[str],
) -> tuple[Collected, frozenset[str]]:
    """Collect, attack, leave out what gave way, until the attack finds nothing."""
    attacked: frozenset[str] = frozenset()
    for _ in range(_MOST_ROUNDS):
        collected = collect(
            bundle,
            reflection=reflection,
            shared_with=shared_with,
            made_on=made_on,
            package_id=package_id,
            seal=codes.seal,
            n_searched=search.size,
            settings=settings,
            left_out=asked | attacked,
        )
        verdict = verdict_figure(collected.facts)
        figures = (*collected.ledger.figures, *([verdict] if verdict else []))
        repeated = set(near_repeats(collected.ledger.members, prior, settings))
        breaches = attack_package(
            [f for f in figures if f.measure not in repeated],
            prior,
        )
        measures = {figure.place: figure.measure for figure in figures}
        weak = {measures[b.place] for b in breaches if b.place in measures} - attacked
        if not weak:
            return collected, attacked
        attacked |= weak
    raise AssertionError("leaving figures out did not end")


class _Replacements:
    """What ``replace`` writes for a finding: a student's code, a colleague's letter."""

    def __init__(self, codes: KeyTable, who) -> None:
        self._codes, self._who = codes, who

    def __call__(self, finding: NameFinding, decision: Decision) -> str | None:
        meant = decision.person_id or (
            finding.person_ids[0] if len(finding.person_ids) == 1 else None
        )
        if meant is None:
            return None
        if finding.is_staff:
            return f"[{self._who(meant)}]"
        return self._codes.code_of_id.get(meant)


def _n_tested(of: Facts) -> int | None:
    """How many students a sentence about results is about."""
    bundle = of.bundle
    if bundle.dive is not None and bundle.dive.n_tested:
        return bundle.dive.n_tested
    if bundle.before is not None:
        return bundle.before.answers["student_id"].nunique()
    return of.n or len(bundle.students) or None
