"""Form fields: label on top, help and error tied to the control, saving while one types.

Each field has ``value`` (a plain Python value), ``error``, ``disabled`` and an ``on_change`` that
runs guarded. A value from the browser is checked here against what Python knows; what does not
fit becomes the field's error and never reaches ``on_change``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import traitlets

from datacycle.reports.numbers import day, points

from .base import Part, script
from .guard import Guard

Choice = tuple[str, str] | tuple[str, str, str]
"""(value, words) or (value, words, a line of explanation)."""


class NotUsable(ValueError):
    """What was typed cannot be a value of this field; the text says what can."""


class Field(Part):
    """What all fields share; make one of its children.

    Parameters
    ----------
    label
        What stands above the control; never empty.
    value
        The first value.
    help
        One line below the label.
    on_change
        Called with each new value, guarded; when it returns, the status line says "Saved" (not
        with ``saves=False``). Without it the field only holds its value, for a form with a
        button.
    draft_key
        A name for this field of this record ("goal:g1:statement"). With it, typed text that did
        not reach the kernel is offered again after a reload.
    """

    _esm = script("field.js")
    kind = traitlets.Unicode("text").tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    help = traitlets.Unicode("").tag(sync=True)
    error = traitlets.Unicode("").tag(sync=True)
    placeholder = traitlets.Unicode("").tag(sync=True)
    unit = traitlets.Unicode("").tag(sync=True)
    required = traitlets.Bool(False).tag(sync=True)
    disabled = traitlets.Bool(False).tag(sync=True)
    live = traitlets.Bool(False).tag(sync=True)
    draft_key = traitlets.Unicode("").tag(sync=True)
    choices = traitlets.List().tag(sync=True)
    limits = traitlets.Dict().tag(sync=True)
    shown = traitlets.Any("").tag(sync=True)

    def __init__(
        self,
        label: str,
        value: Any = None,
        *,
        help: str = "",
        on_change: Callable[[Any], object] | None = None,
        on_enter: Callable[[], object] | None = None,
        saves: bool = True,
        required: bool = False,
        disabled: bool = False,
        draft_key: str = "",
        guard: Guard | None = None,
        **traits: Any,
    ) -> None:
        if not label.strip():
            raise ValueError("a field needs a label")
        self._value = value
        self._on_change = on_change
        self._on_enter = on_enter
        self._saves = saves and on_change is not None
        super().__init__(
            guard=guard,
            label=label,
            help=help,
            required=required,
            disabled=disabled,
            draft_key=draft_key,
            live=self._saves,
            **traits,
        )
        self.shown = self._write(value)

    @property
    def value(self) -> Any:
        """The value as Python holds it; setting it shows it and calls nobody."""
        return self._value

    @value.setter
    def value(self, value: Any) -> None:
        self._value = value
        self.shown = self._write(value)

    def reset(self, value: Any) -> None:
        """Set the value even where a person is typing just now, and clear the error."""
        self.value = value
        self.error = ""
        self.send({"t": "set"})

    def focus(self) -> None:
        """Put the cursor here, for the first field that is wrong."""
        self.send({"t": "focus"})

    def change(self, raw: Any) -> bool:
        """Take a value as the browser sends it; True when it was fit and kept."""
        if self.disabled:
            return False
        try:
            value = self._read(raw)
        except NotUsable as error:
            self.error = str(error)
            return False
        self.error = ""
        self._value = value
        self.shown = self._write(value)
        if self._on_change is None:
            return True
        outcome = self.guard.run(self._on_change, value, saves=self._saves)
        if not outcome.ok:
            self.error = outcome.words
        return outcome.ok

    def _hear_change(self, content: dict, _buffers: list) -> None:
        ok = self.change(content.get("value"))
        seq = content.get("seq")
        self.send({"t": "answer", "ok": ok, "seq": seq if isinstance(seq, int) else 0})

    def _hear_enter(self, _content: dict, _buffers: list) -> None:
        if self._on_enter is not None and not self.disabled:
            self.guard.run(self._on_enter)

    def _read(self, raw: Any) -> Any:
        raise NotImplementedError

    def _write(self, value: Any) -> Any:
        return "" if value is None else str(value)


class TextField(Field):
    """One line of text. ``value`` is a str."""

    _kind = "text"

    def __init__(
        self,
        label: str,
        value: str = "",
        *,
        placeholder: str = "",
        longest: int = 500,
        **more: Any,
    ) -> None:
        self._longest = longest
        limits = {"maxlength": str(longest), **more.pop("limits", {})}
        super().__init__(
            label, value, kind=self._kind, placeholder=placeholder, limits=limits, **more
        )

    def _read(self, raw: Any) -> str:
        if not isinstance(raw, str):
            raise NotUsable("Text is needed here.")
        words = raw if self._kind == "textarea" else " ".join(raw.split())
        if len(words) > self._longest:
            raise NotUsable(f"At most {self._longest} characters; this has {len(words)}.")
        return words


class TextAreaField(TextField):
    """Several lines of text; grows with what is typed. ``value`` is a str."""

    _kind = "textarea"

    def __init__(self, label: str, value: str = "", *, rows: int = 4, **more: Any) -> None:
        more.setdefault("longest", 10_000)
        super().__init__(label, value, limits={"rows": str(rows)}, **more)


class NumberField(Field):
    """A number or None. ``value`` is an int with ``whole`` (the default), else a float."""

    def __init__(
        self,
        label: str,
        value: float | None = None,
        *,
        lowest: float | None = None,
        highest: float | None = None,
        whole: bool = True,
        unit: str = "",
        **more: Any,
    ) -> None:
        self._lowest, self._highest, self._whole = lowest, highest, whole
        limits = {"step": "1" if whole else "any"}
        limits |= {"min": str(lowest)} if lowest is not None else {}
        limits |= {"max": str(highest)} if highest is not None else {}
        super().__init__(label, value, kind="number", unit=unit, limits=limits, **more)

    def _read(self, raw: Any) -> float | None:
        text = str(raw).strip().replace(",", ".") if raw is not None else ""
        if not text:
            return None
        try:
            number = float(text)
        except ValueError:
            raise NotUsable("A number is needed here.") from None
        if self._whole and not number.is_integer():
            raise NotUsable("A whole number is needed here.")
        low, high = self._lowest, self._highest
        fits = (low is None or number >= low) and (high is None or number <= high)
        if not fits or number != number:
            raise NotUsable(_range_words(low, high))
        return int(number) if self._whole else number

    def _write(self, value: Any) -> str:
        return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


class DateField(Field):
    """A day or None. ``value`` is a ``datetime.date``."""

    def __init__(
        self,
        label: str,
        value: date | None = None,
        *,
        earliest: date | None = None,
        latest: date | None = None,
        **more: Any,
    ) -> None:
        self._earliest, self._latest = earliest, latest
        limits = {"min": earliest.isoformat()} if earliest else {}
        limits |= {"max": latest.isoformat()} if latest else {}
        super().__init__(label, value, kind="date", limits=limits, **more)

    def _read(self, raw: Any) -> date | None:
        if raw in (None, ""):
            return None
        try:
            value = date.fromisoformat(str(raw))
        except ValueError:
            raise NotUsable("A day of the calendar is needed here.") from None
        if self._earliest and value < self._earliest:
            raise NotUsable(f"Not before {day(self._earliest)}.")
        if self._latest and value > self._latest:
            raise NotUsable(f"Not after {day(self._latest)}.")
        return value

    def _write(self, value: Any) -> str:
        return value.isoformat() if value else ""


class _OneOf(Field):
    """What the dropdown and the radio group share."""

    _kind = "dropdown"

    def __init__(
        self,
        label: str,
        choices: Iterable[Choice],
        value: str | None = None,
        *,
        empty: str | None = None,
        **more: Any,
    ) -> None:
        self._empty = empty
        listed = self._listed(choices)
        super().__init__(label, value, kind=self._kind, choices=listed, **more)

    def _listed(self, choices: Iterable[Choice]) -> list[list[str]]:
        listed = [[str(part) for part in choice] for choice in choices]
        self._allowed = {choice[0] for choice in listed}
        if self._empty is not None:
            listed = [["", self._empty], *listed]
        return listed

    def set_choices(self, choices: Iterable[Choice]) -> None:
        """Offer other choices; a value that is gone becomes None."""
        listed = self._listed(choices)
        if self._value not in self._allowed:
            self._value = None
        with self.hold_sync():
            self.choices = listed
            self.shown = self._write(self._value)

    def _read(self, raw: Any) -> str | None:
        if raw in (None, ""):
            return None
        if not isinstance(raw, str) or raw not in self._allowed:
            raise NotUsable("This is not one of the choices.")
        return raw


class ChoiceField(_OneOf):
    """A dropdown. ``value`` is the chosen value or None; ``empty`` words the choice of none."""

    def __init__(
        self, label: str, choices: Iterable[Choice], value: str | None = None, **more: Any
    ) -> None:
        more.setdefault("empty", "Choose…" if value is None else None)
        super().__init__(label, choices, value, **more)


class RadioField(_OneOf):
    """A group of which one is chosen, all in sight. ``value`` is the chosen value or None."""

    _kind = "radio"


class ChecksField(Field):
    """A list of which several can be ticked. ``value`` is a tuple in the order of the choices."""

    def __init__(
        self, label: str, choices: Iterable[Choice], value: Sequence[str] = (), **more: Any
    ) -> None:
        listed = [[str(part) for part in choice] for choice in choices]
        self._order = [choice[0] for choice in listed]
        super().__init__(label, tuple(value), kind="checks", choices=listed, **more)

    def set_choices(self, choices: Iterable[Choice]) -> None:
        """Offer other choices; ticks that are gone are dropped."""
        listed = [[str(part) for part in choice] for choice in choices]
        self._order = [choice[0] for choice in listed]
        self._value = tuple(v for v in self._order if v in self._value)
        with self.hold_sync():
            self.choices = listed
            self.shown = self._write(self._value)

    def _read(self, raw: Any) -> tuple[str, ...]:
        if not isinstance(raw, list) or any(value not in self._order for value in raw):
            raise NotUsable("This is not one of the choices.")
        return tuple(value for value in self._order if value in raw)

    def _write(self, value: Any) -> list[str]:
        return list(value or ())


class CheckField(Field):
    """One box to tick. ``value`` is True or False."""

    def __init__(self, label: str, value: bool = False, **more: Any) -> None:
        super().__init__(label, value, kind="check", **more)

    def _read(self, raw: Any) -> bool:
        if not isinstance(raw, bool):
            raise NotUsable("Ticked or not ticked.")
        return raw

    def _write(self, value: Any) -> bool:
        return bool(value)


def _range_words(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"A number from {points(low)} to {points(high)} is needed here."
    return f"At least {points(low)}." if low is not None else f"At most {points(high)}."
