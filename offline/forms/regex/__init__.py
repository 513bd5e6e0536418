"""Patterns of ``regex()``: Java's syntax, matched in time linear in text times pattern.

A backtracking engine can be made to hang by ``(a+)+$``; this one visits each place of the pattern
at each place of the text at most once.
"""

from offline.forms.regex.machine import matches
from offline.forms.regex.parser import PatternError

__all__ = ["PatternError", "matches"]
