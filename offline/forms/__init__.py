"""The form engine: ODK XForms, with JavaRosa's semantics (docs/forms.md).

``load`` compiles a form (one seen before is not compiled again), ``begin`` starts filling it,
``resume`` continues a draft; the Protocols that they fulfil stand in ``offline.forms.api``, what
they show in ``offline.forms.view``.
"""

from offline.forms.cache import load
from offline.forms.session import begin, resume

__all__ = ["begin", "load", "resume"]
