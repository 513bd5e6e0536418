"""A real sandbox on a real port of loopback, in a thread of the test's own process."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import requests

from kiosk.sandbox.server import HOST, bound_socket, server_for, url_of
from kiosk.sandbox.state import Sandbox, open_sandbox
from offline.exchange.enrolment import enrol
from offline.exchange.joined import JoinedExchange, connect
from offline.exchange.line import Patience
from offline.exchange.link import Link

PATIENCE = Patience(connect=2, read=2, answer=5)

FORM = """<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>{title}</h:title><model>
<instance><data id="{form_id}" version="{version}"><name/><id_number/><photo/>
<orx:meta><orx:instanceID/></orx:meta></data></instance>
<instance id="streets" src="jr://file-csv/{form_id}.csv"/>
</model></h:head><h:body/></h:html>
"""

CATALOGUE = """[
 {"id": "1", "name": "高龄津贴", "department": "云溪镇民政办", "form_id": "allowance",
  "group": "民政", "guide": ["带身份证"], "materials": []},
 {"id": "2", "name": "居住证明", "department": "柳湾村村委会", "form_id": "residence",
  "group": "村务", "prints": "certificate"}
]"""


@dataclass(frozen=True)
class RunningSandbox:
    """Where it listens, and its inside."""

    url: str
    sandbox: Sandbox

    def received(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = requests.get(f"{self.url}/v1/received", timeout=5).json()
        return found

    def enrolled(self, through: str = "") -> tuple[Link, JoinedExchange]:
        """A terminal's link and exchange, perhaps through a proxy's address."""
        link = enrol(self.url, "SANDBOX", "T-01")
        if through:
            link = replace(link, url=through, openrosa=through)
        return link, connect(link, patience=PATIENCE)


def write_catalogue(folder: Path) -> Path:
    """Two small forms with one media file each, as XForms, and their items."""
    folder.mkdir(parents=True, exist_ok=True)
    for form_id, title in (("allowance", "高龄津贴"), ("residence", "居住证明")):
        xml = FORM.format(form_id=form_id, title=title, version="1")
        (folder / f"{form_id}.xml").write_text(xml, encoding="utf-8")
        (folder / f"{form_id}.csv").write_text("name,label\n1,柳湾三组\n", encoding="utf-8")
    (folder / "catalogue.json").write_text(CATALOGUE, encoding="utf-8")
    return folder


@contextmanager
def running_sandbox(
    data: Path,
    *,
    port: int = 0,
    host: str = HOST,
    items: Sequence[Mapping[str, Any]] | None = None,
    tls: bool = False,
) -> Iterator[RunningSandbox]:
    """Serve until left; the data folder can be served again. ``items`` replace the catalogue's."""
    catalogue = write_catalogue(data / "catalogue")
    if items is not None:
        listed = json.dumps(items, ensure_ascii=False)
        (catalogue / "catalogue.json").write_text(listed, encoding="utf-8")
    with bound_socket(port, host) as sock:
        sandbox = open_sandbox(data, catalogue=catalogue)
        server = server_for(sandbox, tls=tls)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        try:
            yield RunningSandbox(url_of(sock, "https" if tls else "http"), sandbox)
        finally:
            server.should_exit = True
            thread.join(10)
    assert not thread.is_alive()


def submission_xml(
    instance_id: str, *, form_id: str = "allowance", photo: str = "", name: str = "王小明"
) -> bytes:
    """A submission of one of the forms above."""
    return (
        f'<data xmlns:orx="http://openrosa.org/xforms" id="{form_id}" version="1">'
        f"<name>{name}</name><id_number>110105194912310021</id_number>"
        f"<photo>{photo}</photo><orx:meta><orx:instanceID>{instance_id}</orx:instanceID>"
        "</orx:meta></data>"
    ).encode()
