"""A region's own templates: proved before they are used; where they fail, ours go on."""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path

from offline.i18n import tr
from printers.typeset import TemplateError, Typesetter, use

log = logging.getLogger(__name__)


@cache
def adopted(folder: str) -> str:
    """Set papers by the templates of a folder from now on; if they fail, why, as a sentence.

    Every paper is set once in every width (some seconds, once a process); empty is no folder.
    """
    if not folder:
        return ""
    try:
        setter = Typesetter(overrides=Path(folder))
        setter.check()
    except (TemplateError, OSError) as error:
        log.warning("the papers of %s are not used: %s", folder, error)
        return tr("地方的单子版式用不了，还用自带的：{fact}", fact=str(error))
    use(setter)
    return ""
