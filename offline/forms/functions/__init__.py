"""The functions of XPath 1.0 and of the ODK XForms specification, by family."""

from offline.forms.functions import (
    core,
    crypto,
    days,
    geo,
    maths,
    nodesets,
    secondary,
    selects,
    strings,
)
from offline.forms.functions.registry import FUNCTIONS, Function

_FAMILIES = (core, crypto, days, geo, maths, nodesets, secondary, selects, strings)

__all__ = ["FUNCTIONS", "Function"]
