"""The form engine: ODK XForms, with JavaRosa's semantics (docs/forms.md).

``load`` compiles a form, ``begin`` starts filling it, ``resume`` continues a draft; the Protocols
that they fulfil stand in ``offline.forms.api``, what they show in ``offline.forms.view``.
"""

from offline.forms.form import load
from offline.forms.session import begin, resume

__all__ = ["begin", "load", "resume"]
