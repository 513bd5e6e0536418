"""What may be wrong with a key, whatever its algorithm."""

from __future__ import annotations


class KeyUnusableError(ValueError):
    """A key that is no key of its algorithm: wrong PEM, wrong curve, wrong kind."""
