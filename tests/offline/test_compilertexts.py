"""Every sentence that pyxform's source holds is put into words of ours."""

from __future__ import annotations

import re

import pytest

from offline.compilertexts import ERRORS, WARNINGS
from offline.compilerwords import explained, findings
from tests.offline.compilersource import VALUE, sentences

UNKNOWN = explained("Nobody knows this.").partition("Nobody")[0]
ENSURE = "Please ensure that the choices sheet has the mandatory columns 'list_name', 'name', and"
EXTERNAL = "Please ensure that the external_choices sheet has columns 'list name', and 'name'."
UNDERSCORE = (
    "If you do not mean to include a sheet, to suppress this message, prefix the sheet name with"
    " an underscore. For example 'setting' becomes '_setting'."
)
FRAGMENTS = {
    "[row : {}] {}",  # the Android package's name: its reasons are in the table
    "[row : {}]",  # the beginning of the sentence on table lists
    "{}{}",
    f"{{}} {UNDERSCORE}",
    "There should be a choices sheet in this xlsform.",
    "There should be an external_choices sheet in this xlsform.",
    f"{{}} {ENSURE} 'label'.",
    f"{{}} {EXTERNAL}",
}
"""Put together with others in the source; tested below."""


def told(sentence: str) -> str:
    """What a person reads of a sentence, its row being 7, its values words."""
    placed = sentence.replace("[row : {}]", "[row : 7]").replace("[row : {r}]", "[row : 7]")
    return explained(placed.replace(VALUE, "7"))


def test_the_source_is_read() -> None:
    found = sentences()
    assert len(found) > 60
    assert "[row : {}] Missing calculation." in found


@pytest.mark.parametrize("sentence", sorted(sentences() - FRAGMENTS))
def test_every_sentence_is_told_in_chinese(sentence: str) -> None:
    words = told(sentence)
    assert UNKNOWN not in words
    assert re.search(r"[\u4e00-\u9fff]", words)
    assert "第 7 行" in words or "[row : " not in sentence


@pytest.mark.parametrize("template", [*ERRORS, *WARNINGS])
def test_a_sentence_keeps_its_facts(template: str) -> None:
    ours = (ERRORS | WARNINGS)[template]
    facts = set(re.findall(r"\{(\w+)\}", ours)) - {"more"}
    words = findings(re.sub(r"\{(\w+)\}", r"<\1>", template.replace("{{", "{").replace("}}", "}")))
    assert all(f"<{fact}>" in words[0].message for fact in facts)


def test_a_sentence_within_a_sentence_is_told_too() -> None:
    words = explained(
        "You must have a sheet named 'survey'. When looking for a sheet named 'survey', the"
        " following sheets with similar names were found: 'surve'."
    )
    assert words == (
        "工作表 survey：缺少名为 survey 的工作表。没有“survey”工作表，只有相近的：'surve'"
    )


SIMILAR = (
    "When looking for a sheet named 'choices', the following sheets with similar names were found:"
    " 'choice'."
)


@pytest.mark.parametrize("similar", ["", f"{SIMILAR} "])
def test_sentences_put_together_in_the_source_are_known(similar: str) -> None:
    both = f"There should be a choices sheet in this xlsform. {similar}{ENSURE} 'label'."
    assert explained(both).startswith("缺少 choices 工作表")
    assert ("只有相近的：'choice'" in explained(both)) == bool(similar)
    other = f"There should be an external_choices sheet in this xlsform. {similar}{EXTERNAL}"
    assert explained(other).startswith("缺少 external_choices 工作表")
    assert "下划线" in explained(f"{SIMILAR} {UNDERSCORE}")
