from __future__ import annotations

import json
from pathlib import Path

import pytest
import zxingcpp

from kiosk.cli import main
from tests.kiosk.scanning.pictures import file, qr, symbol


def scan(capsys: pytest.CaptureFixture[str], *images: Path, data: Path) -> tuple[int, list[object]]:
    code = main(["scan", *map(str, images), "--data", str(data)])
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_one_line_an_image_always(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    good, odd, bare = tmp_path / "good.png", tmp_path / "odd.png", tmp_path / "bare.png"
    good.write_bytes(file(qr("登记 1")))
    odd.write_text("not a picture")
    bare.write_bytes(file(qr("x") * 0 + 255))
    code, lines = scan(capsys, good, odd, bare, tmp_path / "none", data=tmp_path / "data")
    assert code == 1
    first, second, third, fourth = (dict(line) for line in lines)  # type: ignore[call-overload]
    assert first["symbols"] == [
        {"format": "QRCode", "text": "登记 1", "bytes_hex": "登记 1".encode().hex()}
    ]
    assert "error" not in first
    assert second["error"] == "这个文件不是图片。请选一张照片或截图。"
    assert (third["symbols"], "error" in third) == ([], False)
    assert fourth["error"].startswith("打不开这个文件")
    assert all(line["ms"] >= 0 for line in (first, second, third, fourth))
    assert [line["file"] for line in (first, fourth)] == [str(good), str(tmp_path / "none")]


def test_good_pictures_end_well(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    image = tmp_path / "a.png"
    image.write_bytes(file(symbol("A-1", zxingcpp.BarcodeFormat.Code128)))
    code, lines = scan(capsys, image, image, data=tmp_path)
    assert (code, len(lines)) == (0, 2)


def test_no_image_is_wrong_usage(tmp_path: Path) -> None:
    assert main(["scan", "--data", str(tmp_path)]) == 2
