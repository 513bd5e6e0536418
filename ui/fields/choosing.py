"""Which answers are chosen: one or several, kept in the form's own order. Values are the words of
a select's value, separated by blanks (XForms select).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from offline.forms.view import Choice, Control, Question


@dataclass(frozen=True, slots=True)
class Chosen:
    """The chosen values of a select question."""

    values: tuple[str, ...] = ()
    many: bool = False

    @classmethod
    def of(cls, question: Question) -> Chosen:
        many = question.control is not Control.SELECT_ONE
        parts = question.value.split() if many else [question.value]
        return cls(tuple(part for part in parts if part), many)

    def toggled(self, value: str, *, required: bool = False) -> Chosen:
        """After a press on a choice; pressing the chosen one again takes it back, except the one
        answer that must be given.
        """
        if value in self.values:
            if required and not self.many:
                return self
            return Chosen(tuple(kept for kept in self.values if kept != value), self.many)
        return Chosen((*self.values, value) if self.many else (value,), self.many)

    def serialised(self, choices: Sequence[Choice]) -> str:
        """As the instance holds it: in the order of the list."""
        listed = [choice.value for choice in choices if choice.value in self.values]
        return " ".join(listed)

    def labels(self, choices: Sequence[Choice]) -> list[str]:
        """What was chosen, in words."""
        return [title(choice) for choice in choices if choice.value in self.values]


def title(choice: Choice) -> str:
    """The first line of a choice's label."""
    return choice.label.partition("\n")[0]
