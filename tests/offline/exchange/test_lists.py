from __future__ import annotations

from uuid import UUID

import pytest
from lxml import etree

from offline.exchange.lists import LONGEST_URL, deleted_ids, integrity_questions
from offline.exchange.port import ExchangeError

IDS = [str(UUID(int=number)) for number in range(200)]


def test_many_ids_are_asked_in_addresses_that_servers_take() -> None:
    urls = list(integrity_questions("https://centre.example/datasets/a/integrity", IDS))
    assert max(map(len, urls)) <= LONGEST_URL
    assert len(urls) > 3
    assert [one for url in urls for one in url.partition("id=")[2].split(",")] == IDS


def test_what_is_no_uuid_is_never_asked() -> None:
    url = "https://centre.example/integrity?st=x"
    assert list(integrity_questions(url, ["王小明", "1", IDS[0]])) == [f"{url}&id={IDS[0]}"]
    assert list(integrity_questions(url, ["王小明"])) == []


@pytest.mark.parametrize("word", ["", "maybe", "<deleted/>"])
def test_an_answer_that_is_not_clear_says_nothing(word: str) -> None:
    root = etree.fromstring(
        f'<data><entities><entity id="1"><deleted>{word}</deleted></entity></entities></data>'
    )
    with pytest.raises(ExchangeError):
        deleted_ids(root)
