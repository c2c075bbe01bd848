"""What leaves in a package: numbers, names, bytes."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from dataclasses import replace

import pytest

from datacycle.evidence import keys
from datacycle.evidence.finished import strings_of
from datacycle.evidence.package import (
    disclosure,
    package_bytes,
    plan_package,
    release_of,
    write_package,
)
from plc_data.errors import NotAllowed
from plc_data.model import Contribution, Observation, Student
from plc_data.privacy import PrivacySettings, make_codes
from tests.support.bundles import AT, MADE_ON, PACKAGE_ID, REFLECTION, make_bundle, student_id

from .conftest import plan


def pdf_text(data):
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    return "\n".join(page.extract_text() for page in reader.pages)


def everything_said(files):
    """Every text of every file, with the PDF's text layer, as one string."""
    texts = []
    for path, content in files.items():
        texts.append(path)
        texts += [pdf_text(content)] if path.endswith(".pdf") else strings_of(path, content)
        if path.endswith(".csv"):
            texts.append(content.decode())
    return "\n".join(texts)


def table(plan_, name):
    content = plan_.files[f"data/tables/{name}.csv"].decode()
    return list(csv.reader(io.StringIO(content, newline="")))


class TestNames:
    def test_of_no_student_stand_in_any_file(self, whole_plan):
        said = everything_said(whole_plan.files)

        for student in make_bundle().students.values():
            assert student.id not in said
            if student.family != "Page":
                assert student.family not in said
            assert f"{student.given} {student.family}" not in said
            if student.given not in ("Will", "Grace", "May", "Jordan", "Christian"):
                assert not re.search(rf"\b{student.given}\b", said)

    def test_of_colleagues_and_classes_stand_in_no_file(self, whole_plan):
        said = everything_said(whole_plan.files)

        for word in ("Lindqvist", "Petra", "Abara", "Chidi", "Tandy", "Kestrel", "p-lind"):
            assert word not in said
        assert "Colleague A" in said

    def test_in_a_reflection_stop_the_export_until_decided(self, key, tmp_path):
        waiting = plan(make_bundle(), "I asked Siobhán O'Brien to explain. " + REFLECTION)

        assert waiting.refused
        assert waiting.files == {}
        (finding,) = waiting.open_names
        assert finding.document == "reflection"
        with pytest.raises(NotAllowed) as refused:
            write_package(waiting, key, tmp_path / "a.zip")
        assert "Brien" not in str(refused.value)
        assert list(tmp_path.iterdir()) == []

        decided = plan(
            make_bundle(),
            "I asked Siobhán O'Brien to explain. " + REFLECTION,
            decisions={finding.id: "replace"},
        )
        code = decided.key_table.code(student_id(3))
        assert not decided.refused
        assert f"I asked {code} to explain." in everything_said(decided.files)

    def test_may_be_kept_with_a_reason_in_one_document_only(self):
        text = "Grace was needed. " + REFLECTION
        (finding,) = plan(make_bundle(), text).open_names
        kept = {finding.id: "keep: the word, not the student"}

        assert not plan(make_bundle(), text, decisions=kept).refused

        closing = make_bundle().closing
        both = make_bundle(closing=closing.model_copy(update={"next_step": "More time with Grace"}))
        again = plan(both, text, decisions=kept)
        assert again.refused
        assert [f.document for f in again.open_names] == ["closing.next"]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("team", {"name": "Team of Tomasz Wiśniewski"}),
            ("cycle", {"title": "What Xiomara taught us"}),
            ("goal", {"school_goal": "Everybody like Hana Suzuki"}),
        ],
    )
    def test_in_titles_and_fields_stop_it_too(self, field, value):
        bundle = make_bundle()
        changed = getattr(bundle, field).model_copy(update=value)

        assert plan(replace(bundle, **{field: changed})).refused

    def test_in_a_contribution_and_an_item_stop_it_too(self):
        bundle = make_bundle()
        said = Contribution(
            seq=90,
            kind="observation",
            author_id="p-lind",
            at=AT,
            payload=Observation(text="I see that Oisín chose A").model_dump(),
        )
        items = bundle.before.assessment.items
        named = items[0].model_copy(update={"label": "Volkov's item"})
        cfa = bundle.before.assessment.model_copy(update={"items": (named, *items[1:])})

        for changed in (
            replace(bundle, contributions=(*bundle.contributions, said)),
            replace(bundle, before=replace(bundle.before, assessment=cfa)),
        ):
            assert plan(changed).refused

    def test_of_colleagues_and_classes_in_sentences_become_letters(self):
        text = "Petra Lindqvist and I watched Period 2 Kestrel."

        lettered = plan(make_bundle(), text)

        assert not lettered.refused
        said = lettered.evidence["rows"][6]["blocks"][0]["text"]
        assert re.fullmatch(r"\[Colleague B\] and I watched Class [AB]\.", said)
        assert [a.action for a in lettered.applied] == ["replace"]

    def test_of_colleagues_that_are_words_are_asked_about(self):
        bundle = make_bundle()
        hope = bundle.people["p-lind"].model_copy(update={"given": "Hope"})
        changed = replace(bundle, people={**bundle.people, "p-lind": hope})

        assert plan(changed, "I talked with Hope about it.").refused

    def test_of_students_who_left_or_had_another_name_are_found(self):
        bundle = make_bundle()
        left = Student(id="0099001", given="Bartholomew", family="Szczepański", active=False)
        renamed = Student(id=student_id(0), given="Maria", family="Featherstonehaugh")

        for changed, text in (
            (replace(bundle, all_students=(*bundle.all_students, left)), "Szczepanski"),
            (replace(bundle, earlier_names=(renamed,)), "Featherstonehaugh"),
        ):
            assert plan(changed, f"I asked {text}.").refused

    def test_without_a_roster_nothing_leaves(self):
        bundle = replace(make_bundle(), students={}, all_students=(), enrollments=())

        assert "There is no roster" in plan(bundle).refusals[0]

    def test_with_an_old_roster_nothing_leaves(self):
        bundle = replace(make_bundle(), roster_as_of=MADE_ON.replace(month=9))

        assert "days old" in plan(bundle).refusals[0]

    def test_private_notes_pulses_and_others_lessons_stay_behind(self, whole_plan):
        said = everything_said(whole_plan.files)

        assert "zebra" not in said
        assert "walrus" not in said


class TestNumbers:
    def test_are_told_in_bands_in_every_file_alike(self, whole_plan):
        assert table(whole_plan, "growth")[1][2:4] == ["30 to 39 %", "70 to 79 %"]
        for path in ("evidence.html", "evidence.json", "charts/growth.svg", "evidence.pdf"):
            content = whole_plan.files[f"data/{path}"]
            said = pdf_text(content) if path.endswith("pdf") else content.decode()
            assert "30 to 39 %" in said
            assert "70 to 79 %" in said

    def test_of_the_sections_of_nine_are_hidden_and_the_total_shown(self):
        small = plan(make_bundle(18, sections=(9, 9)))

        assert table(small, "tested")[1:] == [
            ["Class A", "hidden"],
            ["Class B", "hidden"],
            ["All classes", "18"],
        ]

    def test_of_a_small_section_take_the_next_smallest_along(self):
        split = plan(make_bundle(60, sections=(4, 30, 26)))

        shown = [row[1] for row in table(split, "tested")[1:]]
        assert sorted(shown[:-1]) == ["30", "hidden", "hidden"]
        assert shown[-1] == "60"
        assert ">26<" not in split.files["data/evidence.html"].decode()
        assert '"26"' not in split.files["data/evidence.json"].decode()

    def test_of_eight_students_are_told_in_words_only(self):
        few = plan(make_bundle(8, before=2, after=6))

        assert not few.refused
        assert "data/tables/growth.csv" not in few.files
        assert "data/tables/items.csv" not in few.files
        assert not any(path.startswith("data/charts/") for path in few.files)
        assert few.evidence["summary"]["changed"][0] == "T1: more students secure at the end."
        assert few.evidence["summary"]["figures"] == []
        said = everything_said(few.files)
        for given_away in ("2 of 8", "6 of 8", "75 %"):
            assert given_away not in said

    def test_at_the_ends_are_coded(self):
        most = plan(make_bundle(30, before=2, after=29, aim=24))

        assert table(most, "growth")[1][2:4] == ["10 % or less", "90 % or more"]
        assert "29 of 30" not in everything_said(most.files)

    def test_of_the_promise_are_coded_where_met_would_tell_that_all_have_it(self):
        all_of_them = plan(make_bundle(24, after=24, aim=24))

        assert all_of_them.evidence["summary"]["met"] is True
        said = everything_said(all_of_them.files)
        assert "24 of 24" not in said
        assert "90 % or more of the group secure" in said

    def test_in_sentences_are_told_as_in_the_tables(self, whole_plan):
        said = everything_said(whole_plan.files)

        assert "7 of 28" not in said
        assert "61 %" not in said
        assert "I see 20 to 29 % right on item 3" in said
        assert "from 30 to 39 % to 20 of 28 by November 6" in said

    def test_of_a_group_of_another_size_are_told_nowhere(self):
        absent = make_bundle(28, missing_after=3)
        goal = absent.goal.model_copy(
            update={"statement": "Of our 28 students, from 9 (28 tested) to 20 by November 6."}
        )
        said = everything_said(plan(replace(absent, goal=goal)).files)

        assert "Of our students, from 30 to 39 % (all tested) to 70 to 79 % by" in said
        assert not re.search(r"\b28\b(?! %)", said)

    def test_of_levels_and_groups_are_not_counted_below_a_hundred_and_one(self, whole_plan):
        assert "data/tables/moves.csv" not in whole_plan.files
        assert "Students" not in table(whole_plan, "plans")[0]

    def test_of_a_large_team_are_counted_where_every_cell_is_thick(self):
        large = plan(make_bundle(150, sections=(50, 50, 50), before=60, after=110))

        assert table(large, "growth")[1][2:4] == ["60 of 150 (40 %)", "110 of 150 (73 %)"]
        assert table(large, "plans")[0][2] == "Students"
        assert "data/tables/moves.csv" not in large.files

    def test_follow_a_district_that_asks_for_more(self):
        strict = PrivacySettings(minimum_n=15)
        split = plan(make_bundle(28, sections=(14, 14)), settings=strict)

        assert [row[1] for row in table(split, "tested")[1:]] == ["hidden", "hidden", "28"]
        assert split.evidence["privacy"]["minimum_n"] == 15

    def test_of_fewer_than_ten_in_a_lesson_are_hidden(self):
        few = plan(make_bundle(8))

        assert {row[5] for row in table(few, "checks")[1:]} == {"hidden"}

    def test_are_of_one_group_of_students_only(self):
        absent = plan(make_bundle(28, missing_after=3, before=9, after=20))

        said = everything_said(absent.files)
        assert "25 students" in said
        assert "28 students" not in said
        assert "of 28" not in said

    def test_of_an_earlier_package_stop_one_that_differs_by_few(self):
        table_ = make_codes("x", [student_id(i) for i in range(28)], random.Random(1))
        first = plan(make_bundle(), codes=table_)
        record = disclosure(
            first, b"zip", recipient="office", purpose="p", by="p-coach", on=MADE_ON
        )
        prior = [release_of(json.loads(json.dumps(record)), table_)]

        assert not plan(make_bundle(), codes=table_, prior=prior).refused
        near = plan(make_bundle(missing_after=2), codes=table_, prior=prior)
        assert near.refused
        assert "earlier package" in near.refusals[0]

        corrected = plan(make_bundle(before=12), codes=table_, prior=prior)
        assert not corrected.refused

        left_out = {"figure:*": "leave_out"}
        out = plan(make_bundle(missing_after=2), codes=table_, prior=prior, decisions=left_out)
        assert not out.refused
        assert "data/charts/growth.svg" not in out.files


class TestBytes:
    def test_are_the_same_twice(self, whole_plan, key):
        again = plan(make_bundle())

        assert {p: again.files[p] == c for p, c in whole_plan.files.items()} == dict.fromkeys(
            whole_plan.files, True
        )
        assert package_bytes(again, key) == package_bytes(whole_plan, key)

    def test_do_not_depend_on_the_order_of_the_answers(self, whole_plan):
        bundle = make_bundle()
        shuffled = bundle.before.answers.sample(frac=1, random_state=4)
        again = plan(replace(bundle, before=replace(bundle.before, answers=shuffled)))

        assert again.files == whole_plan.files

    def test_are_written_over_no_other_file(self, whole_plan, key, tmp_path):
        target = tmp_path / "a.zip"
        target.write_bytes(b"another")

        with pytest.raises(Exception, match="not overwritten"):
            write_package(whole_plan, key, target)
        assert target.read_bytes() == b"another"

    def test_hold_no_key_and_no_code_table(self, whole_plan, package):
        assert whole_plan.key_table.seal.encode() not in package
        for code in whole_plan.key_table.code_of_id.values():
            assert code.encode() not in package
        assert b"PRIVATE" not in package

    def test_of_the_disclosure_record_name_nobody(self, whole_plan, package):
        record = disclosure(
            whole_plan, package, recipient="office", purpose="p", by="p-coach", on=MADE_ON
        )

        text = json.dumps(record)
        assert len(record["codes"]) == 28
        for student in make_bundle().students.values():
            assert student.id not in text
            assert student.family not in text


class TestUnfinishedCycles:
    def test_still_make_a_package(self):
        bundle = make_bundle(with_after=False)
        bare = replace(
            bundle, dive=None, contributions=(), events=(), plans=(), checks=(), closing=None
        )

        early = plan(bare, "")

        assert not early.refused
        assert early.evidence["summary"]["headline"] == "No verdict yet"
        assert early.evidence["rows"][6]["holds"][0]["level"] == "mend"

    def test_without_a_goal_or_results_too(self):
        bundle = replace(
            make_bundle(with_after=False), goal=None, goal_version=None, before=None, plans=()
        )

        assert not plan(bundle).refused

    def test_that_missed_the_goal_say_so_and_that_it_can_earn(self):
        missed = plan(make_bundle(28, after=14, aim=20))

        assert missed.evidence["summary"]["headline"] == "Goal not met"
        assert "can still earn" in missed.evidence["summary"]["note"]


class TestOurOwnWords:
    def test_come_from_no_record(self):
        """Whatever a person can type goes through the search: plain text holds none of it."""
        from datacycle.evidence.collect import collect
        from datacycle.evidence.free_text import Free, Sentence

        marked, n = mark(make_bundle())
        collected = collect(
            marked,
            reflection="zqx",
            shared_with="zqx",
            made_on=MADE_ON,
            package_id=PACKAGE_ID,
            seal="s",
            n_searched=1,
            settings=PrivacySettings(),
        )

        def plain(node):
            if isinstance(node, Free):
                return
            if isinstance(node, Sentence):
                node = node.parts
            if isinstance(node, dict):
                for value in node.values():
                    yield from plain(value)
            elif isinstance(node, (list, tuple)):
                for value in node:
                    yield from plain(value)
            elif isinstance(node, str):
                yield node

        assert n > 60
        assert [text for text in plain(collected.tree) if "zqx" in text] == []


def mark(bundle):
    """The bundle with a mark in every text that a person can type, and how many there are."""
    kept_as_is = {"kind", "type", "state", "metric", "about", "error_type", "item_verdict"}
    count = 0

    def marked(value, name=""):
        nonlocal count
        is_id = name in kept_as_is or name.endswith(("_id", "_ids")) or name in ("id", "step_id")
        if isinstance(value, str) and type(value) is str and value and not is_id:
            if re.fullmatch(r"\d{4}-\d\d-\d\d.*", value):
                return value
            count += 1
            return f"{value} zqx"
        if isinstance(value, dict):
            return {k: marked(v, k) for k, v in value.items() if k != "shares"} | {
                k: v for k, v in value.items() if k == "shares"
            }
        if isinstance(value, (list, tuple)):
            return [marked(v, name) for v in value]
        return value

    def remade(record):
        return type(record).model_validate(marked(record.model_dump()))

    def testing(of):
        return replace(of, assessment=remade(of.assessment))

    changed = replace(
        bundle,
        cycle=remade(bundle.cycle),
        team=remade(bundle.team),
        goal=remade(bundle.goal),
        before=testing(bundle.before),
        after=testing(bundle.after),
        checks=tuple(remade(c) for c in bundle.checks),
        protocol=remade(bundle.protocol),
        contributions=tuple(remade(c) for c in bundle.contributions),
        plans=tuple(remade(p) for p in bundle.plans),
        closing=remade(bundle.closing),
    )
    return changed, count


def test_the_interface_that_the_workbench_calls(tmp_path):
    plan_ = plan_package(
        make_bundle(), reflection="", decisions={}, made_on=MADE_ON, package_id="ab" * 16, prior=()
    )
    written = write_package(plan_, keys.package_key(tmp_path, "p-coach"), tmp_path / "x.zip")

    assert written.stat().st_size > 10_000
