"""Bytes to text."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslint.text import Source
from wslint.text.decode import Undecodable, decode


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_text_is_read_as_its_byte_order_mark_says(mark: bytes, codec: str) -> None:
    text = "é😀: x\r\n"
    source = decode(mark + text.encode(codec), "a/b.yaml")
    assert isinstance(source, Source)
    assert (source.text, source.path, source.bom) == (text, "a/b.yaml", bool(mark))


@pytest.mark.parametrize(
    ("data", "reason", "offset"),
    [
        (b"ab\xffc", "byte 0xff at offset 2 is not UTF-8", 2),
        (b"\xef\xbb\xbfa\xc3", "byte 0xc3 at offset 4 is not UTF-8", 4),
        (b"\xff\xfea\x00\x00\xd8", "byte 0x00 at offset 4 is not UTF-16", 4),
        (b"\x7fELF\x00\xff", "a binary file: there is a NUL byte at offset 4", 4),
        (b"\xff\xfea\x00\x00\x00", "a binary file: there is a NUL character at offset 4", 4),
    ],
)
def test_what_is_no_text_says_why_and_where(data: bytes, reason: str, offset: int) -> None:
    assert decode(data, "x") == Undecodable(reason, offset)


def test_an_empty_file_is_an_empty_text() -> None:
    source = decode(b"", "x")
    assert isinstance(source, Source)
    assert source.text == ""


@given(st.binary())
def test_any_bytes_give_a_text_or_a_place_inside_them(data: bytes) -> None:
    found = decode(data, "x")
    if isinstance(found, Undecodable):
        assert 0 <= found.offset < len(data)
    else:
        assert "\0" not in found.text
