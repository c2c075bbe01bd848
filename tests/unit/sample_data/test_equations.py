"""Every equation is solved again, and every wrong option reached the way its name says."""

import re
from fractions import Fraction

import pytest

from sample_data.equations import (
    DROPS,
    FIRST,
    FORM_A,
    FORM_B,
    LIKE,
    MINUS,
    NUMBER_SIGN,
    REPEATS,
    STOPS,
    UNLIKE,
    VARIABLE_SIGN,
)

SOLVED = [q for q in (*FORM_A, *FORM_B) if q.prompt.startswith("Solve")]


def line(side: str) -> tuple[Fraction, Fraction]:
    """Slope and value at zero of one side, found by putting in 0 and 1."""
    text = side.replace("−", "-")
    text = re.sub(r"(\d)(?=[x(])", r"\1*", text)

    def at(x: int) -> Fraction:
        return Fraction(eval(text, {"__builtins__": {}}, {"x": x}))

    return at(1) - at(0), at(0)


def sides(prompt: str) -> tuple[str, str]:
    left, right = prompt.removeprefix("Solve: ").split(" = ")
    return left, right


def answer(text: str) -> Fraction:
    return Fraction(text.removeprefix("x = ").replace("−", "-"))


def solve(left: str, right: str) -> Fraction:
    (a, b), (c, d) = line(left), line(right)
    return (d - b) / (a - c)


def by_mistake(question, misconception: str) -> set[Fraction]:
    left, right = sides(question.prompt)
    (a, b), (c, d) = line(left), line(right)
    if misconception == FIRST:
        return {solve(re.sub(r"(\d)\(x ([+−]) (\d+)\)", r"\1*x \2 \3", left), right)}
    if misconception == UNLIKE:
        return {d / sum(Fraction(n) for n in re.findall(r"\d+", left))}
    if misconception == VARIABLE_SIGN:
        return {(d - b) / (a + c), (b - d) / (a + c)}
    if misconception == STOPS:
        return {d - b}
    if misconception == LIKE:
        return {solve(re.sub(r"\+ (\dx)$", r"− \1", left), right)}
    if misconception == DROPS:
        return {(d - b) / a}
    if misconception == MINUS:
        inner = re.sub(r"\(x (.)", lambda m: f"(x {'+' if m[1] == '−' else '−'}", left)
        return {-solve(left, right), solve(inner, right)}
    if misconception in (NUMBER_SIGN, REPEATS):
        return {(d + b) / (a - c), (d + b) / (c - a)}
    raise AssertionError(misconception)


@pytest.mark.parametrize("question", SOLVED, ids=lambda q: q.prompt)
class TestEquations:
    def test_the_key_solves_the_equation(self, question):
        assert answer(question.text_of(question.key)) == solve(*sides(question.prompt))

    def test_no_other_option_solves_it(self, question):
        values = [answer(text) for text, _ in question.choices]

        assert len(set(values)) == len(values)

    def test_each_misconception_leads_to_its_option(self, question):
        for text, behind in question.choices:
            if behind:
                assert answer(text) in by_mistake(question, behind)

    def test_every_wrong_option_has_a_name(self, question):
        named = {letter for letter, (_, b) in zip("ABCD", question.choices, strict=True) if b}

        assert named == set("ABCD") - {question.key}


class TestHowMany:
    def test_the_key_says_how_many_solutions_there_are(self):
        counted = [q for q in (*FORM_A, *FORM_B) if q.prompt.startswith("How many")]
        for question in counted:
            left, right = re.search(r"does (.+) = (.+) have", question.prompt).groups()
            (a, b), (c, d) = line(left), line(right)
            if a == c:
                right_text = "Infinitely many" if b == d else "No solution"
            else:
                right_text = f"One: x = {(d - b) / (a - c)}"
            assert question.text_of(question.key) == right_text
        assert len(counted) == 6

    def test_only_the_key_is_true_for_every_number(self):
        for question in (FORM_A[-1], FORM_B[-1]):
            for letter, (text, _) in zip("ABCD", question.choices, strict=True):
                left, right = text.split(" = ")
                assert (line(left) == line(right)) == (letter == question.key)


class TestForms:
    def test_are_parallel_question_by_question(self):
        for first, second in zip(FORM_A, FORM_B, strict=True):
            assert first.target_id == second.target_id
            assert first.hardness == second.hardness
            assert first.depth_of_knowledge == second.depth_of_knowledge
            assert {b for _, b in first.choices} == {b for _, b in second.choices}
            assert (first.prompt, first.choices) != (second.prompt, second.choices)
