"""XLSForm → XForm by pyxform, with faults named by sheet and row."""

from __future__ import annotations

from pathlib import Path

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from offline.forms.api import FormError
from offline.i18n import tr


def compile_xlsform(path: Path, name: str = "") -> tuple[bytes, list[str]]:
    """The XForm of a spreadsheet (.xlsx, .xls, .csv, .md) and the compiler's warnings.

    ``name`` is the form id if the sheet gives none. FormError says what is wrong and where.
    """
    try:
        result = convert(xlsform=str(path), form_name=name or None, validate=False)
    except PyXFormError as error:
        raise FormError(tr("表单有误：{error}", error=str(error))) from error
    except OSError as error:
        raise FormError(tr("打不开文件：{path}", path=path.name)) from error
    except Exception as error:  # pyxform lets openpyxl's, zipfile's and others' errors through
        raise FormError(
            tr("{path} 不是可用的表单表格：{error}", path=path.name, error=type(error).__name__)
        ) from error
    return result.xform.encode(), list(result.warnings)
