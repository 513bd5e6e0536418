"""Service codes: read what a text says, and judge it by pinned keys alone."""

from kiosk.codes.claims import Claims
from kiosk.codes.cwt import issue
from kiosk.codes.judge import proves, verify
from kiosk.codes.result import CodeResult, Verdict

__all__ = ["Claims", "CodeResult", "Verdict", "issue", "proves", "verify"]
