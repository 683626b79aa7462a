"""What differs between two texts, piece by piece."""

import pytest

from accounts.domain.comparing import LONGEST, by_letters, by_words


def marked(pieces) -> str:
    return "".join(f"[{piece.text}]" if piece.differs else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("before", "after", "left", "right"),
    [
        ("lundsuniversitet", "lunduniversitet", "lund[s]universitet", "lunduniversitet"),
        ("biologi_lund", "biologi.lund", "biologi[_]lund", "biologi[.]lund"),
        ("lund", "lund", "lund", "lund"),
        ("", "lund", "", "[lund]"),
        ("abc", "xyz", "[abc]", "[xyz]"),
    ],
)
def test_handles_are_compared_letter_by_letter(before, after, left, right):
    assert tuple(map(marked, by_letters(before, after))) == (left, right)


def test_sentences_are_compared_word_by_word():
    left, right = by_words("Fem hundra nya följare.", "Sex hundra nya följare, snart.")
    assert (marked(left), marked(right)) == (
        "[Fem] hundra nya följare.",
        "[Sex] hundra nya följare[, snart].",
    )


def test_spaces_alone_make_no_texts_alike():
    left, right = by_words("a b c d e f", "u v w x y z")
    assert (marked(left), marked(right)) == ("[a b c d e f]", "[u v w x y z]")


def test_the_pieces_are_the_whole_text():
    for before, after in (("a\n b ", "a\n\nc"), ("x" * (LONGEST + 1), "y"), ("", "")):
        left, right = by_words(before, after)
        assert ("".join(p.text for p in left), "".join(p.text for p in right)) == (before, after)
