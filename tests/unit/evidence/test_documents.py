"""The files of a package as readers and machines meet them."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from plc_data.model import Closing
from tests.support.bundles import make_bundle

from .conftest import plan

ODD = (
    '=1+1 <script>alert(1)</script> {{ 7*7 }} #read("/etc/passwd") $x$ *b* @ref <label> 😀 漢字 '
    "\u202ea"
)


class Page(HTMLParser):
    """Counts tags, keeps ids, and remembers what points outside."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.ids, self.links, self.attributes = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        found = dict(attrs)
        self.attributes.append((tag, found))
        if "id" in found:
            self.ids.append(found["id"])
        self.links += [value for name, value in attrs if name in ("href", "src", "action")]


@pytest.fixture(scope="module")
def odd_plan():
    bundle = make_bundle()
    closing = Closing(id="c", cycle_id="cycle-1", next_step=ODD, practice_worth_copying=ODD)
    title = bundle.cycle.model_copy(update={"title": ODD})
    label = bundle.before.assessment.items[0].model_copy(update={"label": "=cmd|' /C calc'!A0"})
    items = (label, *bundle.before.assessment.items[1:])
    cfa = bundle.before.assessment.model_copy(update={"items": items})
    return plan(
        replace(
            bundle,
            closing=closing,
            cycle=title,
            before=replace(bundle.before, assessment=cfa),
        ),
        ODD,
    )


class TestThePage:
    def test_has_what_a_reader_of_any_kind_needs(self, whole_plan):
        text = whole_plan.files["data/evidence.html"].decode()
        page = Page(text)

        assert text.startswith("<!DOCTYPE html>")
        assert dict(page.attributes)["html"]["lang"] == "en"
        assert page.tags.count("main") == page.tags.count("h1") == 1
        assert page.tags.count("title") == 1 + page.tags.count("svg")
        assert "#main" in page.links
        assert page.tags.count("caption") == page.tags.count("table") > 5
        scopes = [found.get("scope") for tag, found in page.attributes if tag == "th"]
        assert set(scopes) == {"col", "row"}
        assert '<th scope="col" class="dc-left"></th>' not in text
        assert len(set(page.ids)) == len(page.ids)
        for tag, found in page.attributes:
            if tag == "svg":
                assert found["role"] == "img"
                assert set(found["aria-labelledby"].split()) <= set(page.ids)

    def test_needs_no_network_and_no_script(self, whole_plan):
        page = Page(whole_plan.files["data/evidence.html"].decode())

        assert "script" not in page.tags
        assert not {"link", "iframe", "img", "object", "embed", "form"} & set(page.tags)
        inside = {path.removeprefix("data/") for path in whole_plan.files}
        for link in page.links:
            assert link in inside or link.removeprefix("#") in page.ids
        assert not any(name.startswith("on") for _, found in page.attributes for name in found)

    def test_has_headings_in_order(self, whole_plan):
        levels = [
            int(t[1])
            for t in Page(whole_plan.files["data/evidence.html"].decode()).tags
            if re.fullmatch("h[1-6]", t)
        ]

        assert levels[0] == 1
        assert all(b - a <= 1 for a, b in pairwise(levels))

    def test_shows_what_people_wrote_letter_for_letter(self, odd_plan):
        text = odd_plan.files["data/evidence.html"].decode()

        assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }} #read" in text
        assert "script" not in Page(text).tags
        assert "49" not in re.sub(r"\d+ to \d+ %|id=\S+|urn:\S+", "", text).split("<main")[1][:300]


class TestTheReport:
    def test_is_tagged_titled_and_in_english(self, whole_plan):
        from pypdf import PdfReader

        reader = PdfReader(io.BytesIO(whole_plan.files["data/evidence.pdf"]))
        root = reader.trailer["/Root"]

        assert root["/Lang"].startswith("en")
        assert root["/MarkInfo"]["/Marked"]
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert reader.metadata.title == "Evidence: Comparing and adding fractions"
        assert len(reader.pages) < 16

    def test_holds_the_alternative_text_of_the_charts(self, whole_plan):
        from pypdf import PdfReader

        reader = PdfReader(io.BytesIO(whole_plan.files["data/evidence.pdf"]))
        said, waiting = set(), [reader.trailer["/Root"]["/StructTreeRoot"]]
        while waiting:
            node = waiting.pop().get_object()
            if not isinstance(node, dict):
                continue
            if "/Alt" in node:
                said.add(str(node["/Alt"]))
            below = node.get("/K", [])
            waiting += below if isinstance(below, list) else [below]

        assert {chart["alt"] for chart in whole_plan.evidence["charts"]} <= said

    def test_survives_signs_that_no_font_has_and_runs_nothing(self, odd_plan):
        from pypdf import PdfReader

        assert not odd_plan.refused
        reader = PdfReader(io.BytesIO(odd_plan.files["data/evidence.pdf"]))
        text = "\n".join(page.extract_text() for page in reader.pages)
        joined = re.sub(r"\s+", " ", text)

        assert "[U+1F600]" in joined
        assert '#read("/etc/passwd")' in joined
        assert "root:" not in joined


class TestTables:
    def test_run_no_formula_in_a_spreadsheet(self, odd_plan):
        text = odd_plan.files["data/tables/items.csv"].decode()

        assert "\"'=cmd|' /C calc'!A0\"" in text
        assert "\r\n" in text
        for path, content in odd_plan.files.items():
            if path.endswith(".csv"):
                assert not re.search(r'(^|,)"?[=+@\-]', content.decode(), re.MULTILINE)

    def test_say_the_same_in_the_machine_file(self, whole_plan):
        evidence = json.loads(whole_plan.files["data/evidence.json"])

        names = {f"data/{table['file']}" for table in evidence["tables"]}
        assert names == {p for p in whole_plan.files if p.endswith(".csv")}


class TestTheMachineFile:
    def test_follows_the_schema_that_goes_with_it(self, whole_plan, odd_plan):
        from jsonschema import Draft202012Validator

        for one in (whole_plan, odd_plan, plan(make_bundle(8)), plan(make_bundle(150))):
            schema = json.loads(one.files["data/evidence.schema.json"])
            Draft202012Validator.check_schema(schema)
            assert list(Draft202012Validator(schema).iter_errors(dict(one.evidence))) == []

    def test_keeps_text_as_it_was_typed(self, odd_plan):
        evidence = json.loads(odd_plan.files["data/evidence.json"])

        assert evidence["package"]["title"] == ODD


class TestCharts:
    def test_draw_no_more_than_was_said(self, whole_plan):
        (growth,) = [c for c in whole_plan.evidence["charts"] if c["name"] == "growth"]
        svg = whole_plan.files["data/charts/growth.svg"].decode()

        bands = [band for category in growth["categories"] for band in category["bands"]]
        assert [(b["low"], b["high"]) for b in bands] == [(30, 39), (70, 79), (20, 29), (50, 59)]
        assert growth["alt"] in svg
        scale = 680 - 84 - 128
        drawn = re.findall(r'<rect x="([\d.]+)" y="\d+" width="([\d.]+)" height="18"', svg)
        for (x, width), band in zip(drawn, bands, strict=True):
            assert float(x) == pytest.approx(84 + scale * band["low"] / 100, abs=0.1)
            assert float(width) == pytest.approx(
                scale * (band["high"] - band["low"]) / 100, abs=0.1
            )
