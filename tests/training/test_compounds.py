"""Claims of two parts: which texts bear both out."""

import random

from training.compounds import joined, of_known, of_text

SENTENCES = (
    "The bridge in Oldport was closed in 1970.",
    "It had been built by forty workers.",
    "The mayor of Oldport was not there.",
    "The harbour opened in 1985.",
)


def test_both_bear_it_out_and_one_alone_does_not() -> None:
    kinds = set()
    for seed in range(60):
        for passage, claim, label, kind in of_text(SENTENCES, 0, {}, random.Random(seed)):
            kinds.add(kind)
            parts = [one for one in SENTENCES if one.rstrip(".").split(maxsplit=1)[1] in claim]
            if kind == "compound: both":
                assert label == "supports"
                assert len(parts) == 2
                assert all(one in passage for one in parts)
            elif kind == "compound: one alone":
                assert label == "not_supports"
                assert sum(one in passage for one in parts) == 1
            else:
                assert label in ("refutes", "not_supports")
                assert len(parts) < 2
    assert {"compound: both", "compound: one alone"} < kinds


def test_the_last_sentence_of_a_text_has_none_to_go_with() -> None:
    assert list(of_text(SENTENCES, len(SENTENCES) - 1, {}, random.Random(1))) == []


def test_two_known_claims_need_the_evidence_of_both() -> None:
    first, second = ("Oldport has a bridge, built 1960.", "Oldport has a bridge"), ("Selm is a port.", "Selm is a port")
    for seed in range(20):
        both, one = of_known(first, second, "It rained.", random.Random(seed))
        assert (both[2], one[2]) == ("supports", "not_supports")
        assert first[0] in both[0]
        assert second[0] in both[0]
        assert (first[0] in one[0]) != (second[0] in one[0])


def test_two_sentences_make_one_claim() -> None:
    found = {joined(SENTENCES[0], SENTENCES[2], random.Random(seed)) for seed in range(30)}
    assert "The bridge in Oldport was closed in 1970, and the mayor of Oldport was not there." in found
