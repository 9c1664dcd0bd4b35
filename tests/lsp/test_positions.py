"""Places as an editor counts them, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.lsp.positions import ENCODINGS, offset_at, place_at

TEXT = "мир\n😀 и мир\n\nend"
TEXTS = st.text(st.sampled_from("aжç😀\U00020000\n é"), max_size=30)


@pytest.mark.parametrize(
    ("encoding", "line", "column", "behind"),
    [
        ("utf-16", 0, 2, "р\n😀 и мир\n\nend"),
        ("utf-16", 1, 2, " и мир\n\nend"),
        ("utf-16", 1, 3, "и мир\n\nend"),
        ("utf-8", 1, 4, " и мир\n\nend"),
        ("utf-8", 0, 2, "ир\n😀 и мир\n\nend"),
        ("utf-32", 1, 1, " и мир\n\nend"),
    ],
)
def test_a_place_is_an_offset_and_back(encoding: str, line: int, column: int, behind: str) -> None:
    offset = offset_at(TEXT, line, column, encoding)
    assert TEXT[offset:] == behind
    assert place_at(TEXT, offset, encoding) == (line, column)


def test_what_lies_outside_is_moved_inside() -> None:
    assert TEXT[offset_at(TEXT, 1, 1, "utf-16") :].startswith("😀")
    assert TEXT[offset_at(TEXT, 0, 99, "utf-16") :].startswith("\n😀")
    assert offset_at(TEXT, 99, 0, "utf-16") == len(TEXT)
    assert place_at(TEXT, 10_000, "utf-16") == (3, 3)


@given(TEXTS, st.integers(0, 40), st.sampled_from(sorted(ENCODINGS)))
def test_every_offset_survives(text: str, at: int, encoding: str) -> None:
    offset = min(at, len(text))
    assert offset_at(text, *place_at(text, offset, encoding), encoding) == offset


@given(TEXTS, st.integers(0, 40))
def test_columns_are_those_of_the_encoded_line(text: str, at: int) -> None:
    before = text[: min(at, len(text))].split("\n")
    assert place_at(text, at, "utf-16") == (len(before) - 1, len(before[-1].encode("utf-16-le")) // 2)
