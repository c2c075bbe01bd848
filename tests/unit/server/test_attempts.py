"""Guessing gets slower with every wrong try."""

from datacycle.server.attempts import FIRST_PAUSE, FREE_TRIES, LONGEST_PAUSE, Attempts


def after(count: int, *, now: float = 0.0) -> Attempts:
    attempts = Attempts()
    for _ in range(count):
        attempts.failed("p-ana", now)
    return attempts


class TestAttempts:
    def test_a_few_mistakes_are_free(self):
        assert after(FREE_TRIES - 1).pause("p-ana", 0.0) == 0.0

    def test_then_one_waits(self):
        attempts = after(FREE_TRIES, now=100.0)

        assert attempts.pause("p-ana", 100.0) == FIRST_PAUSE
        assert attempts.pause("p-ana", 100.0 + FIRST_PAUSE) == 0.0

    def test_the_pause_doubles_up_to_a_limit(self):
        assert after(FREE_TRIES + 1).pause("p-ana", 0.0) == 2 * FIRST_PAUSE
        assert after(FREE_TRIES + 50).pause("p-ana", 0.0) == LONGEST_PAUSE

    def test_others_do_not_wait(self):
        assert after(FREE_TRIES + 3).pause("p-ben", 0.0) == 0.0

    def test_the_right_passcode_clears_it(self):
        attempts = after(FREE_TRIES + 3)

        attempts.succeeded("p-ana")

        assert attempts.pause("p-ana", 0.0) == 0.0
