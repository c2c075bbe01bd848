from datetime import datetime

import pytest

from plc_data.errors import NotFound
from plc_data.store import Entry
from tests.unit.store.making import NOON, later


class TestEntries:
    def test_come_back_in_order_with_everything_said(self, store):
        first = store.append("dive:1", "gap", {"can": "ö", "n": [1, None]}, by="ana", at=NOON)
        second = store.append(
            "dive:1", "gap", {}, by="ben", at=later(1), step_id="s3", replaces=first, withdrawn=True
        )

        assert store.entries("dive:1") == (
            Entry(
                seq=first,
                stream="dive:1",
                kind="gap",
                payload={"can": "ö", "n": [1, None]},
                by="ana",
                at=NOON,
            ),
            Entry(
                seq=second,
                stream="dive:1",
                kind="gap",
                payload={},
                by="ben",
                at=later(1),
                step_id="s3",
                replaces=first,
                withdrawn=True,
            ),
        )

    def test_are_kept_apart_by_stream_and_asked_for_after_a_number(self, store):
        first = store.append("dive:1", "note", {}, by="ana", at=NOON)
        store.append("dive:2", "note", {}, by="ana", at=NOON)
        third = store.append("dive:1", "note", {}, by="ana", at=NOON)

        assert [e.seq for e in store.entries("dive:1")] == [first, third]
        assert [e.seq for e in store.entries("dive:1", after=first)] == [third]
        assert store.revision() == third

    def test_replace_only_what_stands_in_the_same_stream(self, store):
        seq = store.append("dive:1", "note", {}, by="ana", at=NOON)

        with pytest.raises(NotFound):
            store.append("dive:2", "note", {}, by="ana", at=NOON, replaces=seq)

    def test_hold_half_a_character_that_a_browser_sent(self, store):
        seq = store.append("dive:1", "note", {"text": "half \ud83d"}, by="ana", at=NOON)

        assert store.entries("dive:1", after=seq - 1)[0].payload == {"text": "half \ud83d"}

    def test_need_a_moment_with_a_time_zone(self, store):
        with pytest.raises(ValueError, match="time zone"):
            store.append("dive:1", "note", {}, by="ana", at=datetime(2026, 9, 14))
