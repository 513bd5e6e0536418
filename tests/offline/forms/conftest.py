from __future__ import annotations

from tests.offline.forms import javarosa

# The reference engine needs Java; where there is none, its comparison is not collected at all.
collect_ignore = [] if javarosa.available() else ["test_javarosa.py"]
