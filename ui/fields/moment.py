"""What a date, time or date-and-time question holds while its wheels turn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from ui.fields.calendars import Day, parse_date, parse_time
from ui.fields.kinds import Kind

_HOURS = 24
_MINUTES = 60

PARTS = {
    Kind.DATE: ("year", "month", "day"),
    Kind.TIME: ("hour", "minute"),
    Kind.DATE_TIME: ("year", "month", "day", "hour", "minute"),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """A day and a time of day; each kind of question uses its part."""

    day: Day
    hour: int = 9
    minute: int = 0

    @classmethod
    def read(cls, kind: Kind, text: str, today: date) -> Moment | None:
        """The moment of a value or of typed text; None if it is none."""
        day_text, _, time_text = text.strip().replace(" ", "T", 1).partition("T")
        if kind is Kind.TIME:
            day_text, time_text = today.isoformat(), text
        day, clock = parse_date(day_text), time()
        if kind is not Kind.DATE:
            found = parse_time(time_text)
            if found is None:
                return None
            clock = found
        return None if day is None else cls(Day.of(day), clock.hour, clock.minute)

    def turned(self, part: str, steps: int, today: date) -> Moment:
        """After a wheel turned."""
        if part == "hour":
            return replace(self, hour=(self.hour + steps) % _HOURS)
        if part == "minute":
            return replace(self, minute=(self.minute + steps) % _MINUTES)
        return replace(self, day=self.day.turned(part, steps, today))

    def number(self, part: str) -> str:
        """What a wheel shows."""
        if part in {"hour", "minute"}:
            return f"{getattr(self, part):02}"
        return str(getattr(self.day, part))

    def serialised(self, kind: Kind) -> str:
        """As the instance holds it; times with the zone of this machine (JavaRosa)."""
        if kind is Kind.DATE:
            return self.day.when.isoformat()
        clock = time(self.hour, self.minute)
        stamp = (
            datetime.combine(self.day.when, clock).astimezone().isoformat(timespec="milliseconds")
        )
        return stamp if kind is Kind.DATE_TIME else stamp.partition("T")[2]

    def typed(self, kind: Kind) -> str:
        """As it stands in a line to be typed over."""
        clock = f"{self.hour:02}:{self.minute:02}"
        day = self.day.when.isoformat()
        return {Kind.DATE: day, Kind.TIME: clock}.get(kind, f"{day} {clock}")
