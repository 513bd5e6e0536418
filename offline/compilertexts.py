"""pyxform's own sentences without a code (errors and warnings), and what they say.

Keys are its templates, ``{…}`` where a value stands; the row in front is left out. ``{more}`` is a
sentence of its own, put into words in turn. ``tests/offline/test_compilertexts.py`` reads pyxform's
source: a sentence that a later version adds fails there.
"""

from __future__ import annotations

from offline.i18n import mark

ERRORS = {
    "{more} If you do not mean to include a sheet, to suppress this message, prefix the sheet name"
    " with an underscore. For example 'setting' becomes '_setting'.": mark(
        "{more}。如果不是要用的工作表，请在它的名称前加下划线"
    ),
    "You must have a sheet named '{sheet}'.{more}": mark("缺少名为 {sheet} 的工作表。{more}"),
    "There should be a choices sheet in this xlsform. {more}Please ensure that the choices sheet"
    " has the mandatory columns 'list_name', 'name', and 'label'.": mark(
        "缺少 choices 工作表，它要有 list_name、name、label 三列。{more}"
    ),
    "There should be an external_choices sheet in this xlsform. {more}Please ensure that the"
    " external_choices sheet has columns 'list name', and 'name'.": mark(
        "缺少 external_choices 工作表，它要有 list name、name 两列。{more}"
    ),
    "Argument '{argument}' {more}": mark("表格的格式不对，请用 .xlsx、.xls、.csv 或 .md"),
    "Parameter 'definition' does not appear to be a valid file path.": mark("找不到这个文件"),
    "Error reading {kind} file: {why}": mark("读不出 {kind} 文件（{why}）"),
    "The input data does not appear to be a valid XLSForm.": mark("这不是可用的表单表格"),
    "Duplicate column header: {column}": mark("“{column}”列有两个。请删掉一个"),
    "The xls file provided has an invalid date on the {sheet} sheet, under the {column} column on"
    " row number {row}": mark("这里的日期不对。请把单元格改为文字，例如 1958-03-09"),
    "Question with no type.{cells}": mark("没有填写题型"),
    "Question or group with no name.": mark("没有填写名称"),
    "Missing calculation.": mark("没有填写计算式"),
    "Repeat loop without list name.": mark("loop 没有写明用哪个选项表"),
    "List name not in columns sheet: {list}": mark("没有名为“{list}”的选项表"),
    "List name not in choices sheet: {list}": mark("choices 工作表里没有选项表“{list}”"),
    "List name not in external choices sheet: {list}": mark(
        "external_choices 工作表里没有选项表“{list}”"
    ),
    "Choice names with spaces cannot be added to multiple choice selects. See [{name}] in"
    " [{list}]": mark("选项表“{list}”用在多选题里，选项的值“{name}”不能含空格"),
    "Choice filter not supported with or_other.": mark("有 or_other 的题目不能用 choice_filter"),
    "Please specify choices for this 'or other' question.": mark("有 or_other 的题目要有选项"),
    "Choice filter not supported for table-list appearance.": mark(
        "table-list 的题目不能用 choice_filter"
    ),
    "Badly formatted table list, list names don't match: {one} vs. {other}": mark(
        "table-list 里的题目要用同一个选项表，现在是“{one}”和“{other}”"
    ),
    "There should be choices for this question.": mark("选择题没有选项"),
    "Arguments 'itemset' and 'list_name' must not both be None or empty.": mark(
        "选择题没有写明用哪个选项表"
    ),
    "File name for '{command} {file}' should end with one of the supported file extensions:"
    " {extensions}": mark("文件“{file}”要以这些结尾之一：{extensions}"),
    "Found a cascading_select {level}, but could not find {again}in cascades sheet.": mark(
        "cascades 工作表里没有“{level}”"
    ),
    "Unknown question type '{type}'.": mark("没有“{type}”这种题型"),
    "This section has not been included.{more}": mark("引用的表单片段不在"),
    "Survey cannot have an empty id_string": mark("settings 工作表里没有填写 form_id"),
    "Cannot omit instanceID, it is required for encryption.": mark(
        "加密的表单不能省去 instanceID。请删掉 omit_instanceID"
    ),
    "Audits must always be named 'audit.' The name column should be left blank.": mark(
        "audit 的名称要空着"
    ),
    "For 'background-geopoint' questions, the 'calculation' column must be empty.": mark(
        "background-geopoint 的 calculation 列要空着"
    ),
    "For 'background-geopoint' questions, the 'trigger' column must not be empty.": mark(
        "background-geopoint 要填写 trigger"
    ),
    "To include location information in the audit, '{one}', '{two}', and '{three}' are required"
    " parameters.": mark("审计日志要记位置，就要写齐 {one}、{two}、{three}"),
    "Parameter {name} must be set to {allowed}:'{value}' is an invalid value": mark(
        "参数“{name}”不能是“{value}”，可以是：{allowed}"
    ),
    "Parameter {name} must have an integer value.": mark("参数“{name}”要填整数"),
    "Parameter {name} must be greater {pad}than or equal to zero.": mark("参数“{name}”不能小于 0"),
    "Parameter {name} must be greater than or equal to {other}.": mark(
        "参数“{name}”不能小于“{other}”"
    ),
    "Parameters must include {one}=true to use a {other}.": mark(
        "用参数“{other}”时，还要写 {one}=true"
    ),
    "Parameter 'app' has an invalid Android package name - {why}": mark(
        "参数“app”不是 Android 程序的名称"
    ),
    "{name} must be set to on-form-edit": mark("参数“{name}”只能是 on-form-edit"),
    "{name} must be set to true or false: '{value}' is an invalid value{dot}": mark(
        "参数“{name}”只能是 true 或 false，不能是“{value}”"
    ),
    "{name} value must be a number or a reference to another field.": mark(
        "参数“{name}”要填数字，或引用一道题目"
    ),
    "Invalid value for {name}.": mark("“{name}”的值不能用"),
    "The question ${{{name}}} is not user-visible so it can't be used as a calculation trigger for"
    " question ${{{other}}}.": mark("“{name}”不显示给人，不能触发“{other}”的计算"),
    "Instance names must be unique within a form. The name '{name}' was found {times} time(s),"
    " under these contexts: {contexts}": mark("列表的名称“{name}”用了 {times} 次：{contexts}"),
    "The same instance id will be generated for different external instance source URIs. Please"
    " check the form. Instance name: '{name}', {more}": mark(
        "名为“{name}”的列表指向几个不同的文件"
    ),
    "Question '{name}' is a select from file type, using 'search()'. This combination is not"
    " supported. Remove the 'search()' usage, or change the select type.": mark(
        "“{name}”从文件里选，不能再用 search()"
    ),
    "Question '{name}' uses 'search()', and its select type references the choice list name"
    " '{list}'. {more}": mark("“{name}”用 search()，它的选项表“{list}”不能再给别的题目用"),
    "Media type: {kind} not supported": mark("不支持“{kind}”这种媒体"),
    "The survey element named '{name}' has no label or hint.": mark(
        "“{name}”没有 label，也没有 hint"
    ),
    "To use big-image, you must also specify an image for the survey element named {name}.": mark(
        "“{name}”用了 big-image，还要写 image"
    ),
    "{where}There is no survey element named '{name}'.": mark("没有名为“{name}”的题目"),
    "{where}There are multiple survey elements named '{name}'.": mark("名为“{name}”的题目不止一个"),
    "Expected a sequence of columns, got a string for {language}.": mark(
        "语言“{language}”的列不对"
    ),
}
WARNINGS = {
    "Could not export itemsets.csv, the '{sheet}' sheet is missing.": mark("缺少 {sheet} 工作表"),
    "The following language declarations do not contain valid machine-readable codes: {languages}."
    " Learn more: http://xlsform.org#multiple-language-support": mark(
        "这些语言没有写明代码：{languages}。请写成“中文 (zh)”的样子"
    ),
    "The form_id and id_string column headers are both specified in the settings sheet provided."
    " This may cause errors during conversion. In future, its best to avoid specifying both column"
    " headers in the settings sheet.": mark("form_id 和 id_string 只写一个就够了"),
    "This form uses or_other and translations, which is not recommended. {more}": mark(
        "多语言的表单里 or_other 的文字没有翻译。请自己写一个“其他”选项"
    ),
    "Language '{language}' is missing the {sheet} {column} column.": mark(
        "语言“{language}”缺少“{column}”列"
    ),
    "Language '{language}' is missing the {sheet} columns {columns}.": mark(
        "语言“{language}”缺少这些列：{columns}"
    ),
    "Row without name, text, or label is being skipped:{cells}": mark(
        "这一行没有名称和文字，已略过"
    ),
    "The 'disabled' column header is not part of the current spec. We recommend using relevant"
    " instead.": mark("disabled 列不在规范里，请改用 relevant"),
    "Use the {name} parameter to speed up submission sending and save storage space. Learn more:"
    " https://xlsform.org/#image": mark("写上参数“{name}”，照片会小一些，送得快"),
    "select one external is only meant for filtered selects.": mark(
        "select_one_external 要和 choice_filter 一起用"
    ),
    "{kind} has no label: {cells}": mark("循环没有 label"),
    "{type} is no longer supported on most devices. Only old versions of Collect on Android"
    " versions older than 11 still support it.": mark("“{type}”在多数设备上已经不支持"),
}
