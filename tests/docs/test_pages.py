"""Pages whose commands are run: what they show is what comes out."""

import pytest

from docs import gallery, make


@pytest.mark.parametrize("page", make.PAGES)
def test_a_page_shows_what_comes_out(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    text = (make.ROOT / page).read_text(encoding="utf-8")
    assert make.rendered(text) == text, f"{page} shows something else: `make docs` writes it anew"


def test_a_wrong_output_is_found() -> None:
    page = "```console\n$ foedus check agreements\nall is well\n```\n"
    assert make.rendered(page) == "```console\n$ foedus check agreements\nno findings\n```\n"
    assert make.rendered("```pycon\n>>> 1 + 1\n3\n```\n") == "```pycon\n>>> 1 + 1\n2\n```\n"


def test_the_page_of_errors_is_that_of_the_gallery() -> None:
    assert (make.ROOT / make.ERRORS).read_text(encoding="utf-8") == gallery.page(), "`make docs` writes it anew"
