from __future__ import annotations

from tests.offline.forms import javarosa

_COMPARED = ("test_javarosa.py", "test_javarosa_expressions.py")
# The reference engine needs Java; where there is none, its comparison is not collected at all.
collect_ignore = [] if javarosa.available() else list(_COMPARED)
