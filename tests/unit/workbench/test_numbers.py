"""Stored sums add up to what the answers give, for who may see the teams."""

import pandas as pd
import pytest

import datacycle.analysis as an
from plc_data.errors import NotAllowed, NotFound
from tests.support.small_school import ANA, CORA, FORM_A, FORM_B, SID, canvas_file

BOTH = (FORM_A, FORM_B)
BY = {"item_sums": ["item_id"], "total_sums": [], "option_counts": ["item_id", "response"]}


@pytest.fixture
def school(school_at):
    """Both forms brought in."""
    school = school_at("results")
    files = school.door(ANA).files
    files.store(files.preview(canvas_file().encode(), FORM_B, name="density_b.csv"))
    return school


def rows(frame: pd.DataFrame) -> list[tuple]:
    """Rows in one order; no response is None on every engine."""
    plain = frame[sorted(frame.columns)].astype(object)
    plain = plain.where(plain.notna(), None)
    return sorted(plain.itertuples(index=False, name=None), key=repr)


@pytest.mark.parametrize("name", BY)
@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
def test_stored_sums_are_those_of_the_answers(school, name, engine):
    numbers = school.door(ANA).numbers

    added = numbers.added_up(BOTH, name)

    answers = an.engines.open_responses(numbers.catalog(BOTH), engine)
    fresh = an.engines.collect(getattr(an.sums, name)(answers))
    assert added.n_result_sets == 2
    assert rows(added.sums) == rows(fresh)


@pytest.mark.parametrize("name", BY)
def test_two_forms_added_up_as_one_are_those_of_all_answers(school, name):
    numbers = school.door(ANA).numbers

    added = numbers.added_up(BOTH, name, as_one=True)

    answers = an.engines.open_responses(numbers.catalog(BOTH), "pandas")
    apart = getattr(an.sums, name)(answers)
    counted = apart.groupby(BY[name] or (lambda _row: 0))["n"].sum()
    assert len(added.sums) == len(counted)
    assert added.sums["n"].tolist() == counted.tolist()
    assert set(added.sums["assessment_id"]) == {"all"}


def test_item_table_of_the_sums_has_the_difficulty_that_the_answers_have(school):
    numbers = school.door(ANA).numbers
    testing = numbers.testing(FORM_A)

    table = an.finish.items_from_sums(numbers.added_up([FORM_A], "item_sums").sums).loc[FORM_A]

    direct = numbers.items(testing)
    assert table["difficulty"].to_dict() == pytest.approx(direct["difficulty"].to_dict(), rel=1e-12)


def test_nothing_brought_in_adds_up_to_nothing(school_at):
    added = school_at("cycle").door(ANA).numbers.added_up(BOTH, "item_sums")

    assert (added.sums, added.n_result_sets) == (None, 0)


def test_another_team_can_neither_add_up_nor_open(school):
    numbers = school.door(SID).numbers

    for verb in (lambda: numbers.added_up(BOTH, "item_sums"), lambda: numbers.catalog(BOTH)):
        with pytest.raises(NotAllowed):
            verb()


def test_the_coach_sees_sums_but_no_answers(school):
    numbers = school.door(CORA).numbers

    assert numbers.added_up(BOTH, "total_sums").n_result_sets == 2
    with pytest.raises(NotAllowed):
        numbers.catalog(BOTH)


def test_sums_of_another_name_are_not_there(school):
    with pytest.raises(NotFound, match="item_sums, total_sums, option_counts"):
        school.door(ANA).numbers.added_up(BOTH, "guesses")


def test_halves_and_thirds_meet_in_sixths():
    halves = pd.DataFrame({"item_id": ["q1"], "n": [1], "m": [2], "sx": [1], "sxx": [1]})
    thirds = pd.DataFrame({"item_id": ["q1"], "n": [1], "m": [3], "sx": [2], "sxx": [4]})

    sixths = an.finish.merge_sums(
        an.finish.scale_sums(halves, 3), an.finish.scale_sums(thirds, 2), by=["item_id"]
    )

    assert sixths.iloc[0].to_dict() == {"item_id": "q1", "n": 2, "m": 6, "sx": 7, "sxx": 25}
