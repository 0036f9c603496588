"""How claims are weighed: the classifier's odds and the newsroom's questions make one sum that an editor can follow."""

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.building import ClaimDraft
from extractors.newsroom import Newsroom, Question, shipped_newsroom
from extractors.worthiness import version_of, weigh
from language.quantities import find_quantities
from tests.extractors.texts import article_of
from warehouse.records import ArticleVersion

TEXT = (
    "Mayor Ruth Stein said the quay cost 40 million euros. The two sisters met in Oldport. The gulls are lovely. "
    "Otto Brandt, 59, said the quay had cost 40 million euros. Oldport lies in the north."
)
SENTENCES = [sentence.strip() + "." for sentence in TEXT.split(".") if sentence.strip()]


def version() -> ArticleVersion:
    return article_of(TEXT)[1]


def draft(sentence: str, **options: object) -> ClaimDraft:
    start = TEXT.index(sentence)
    end = start + len(sentence)
    found = ClaimDraft(start, end, "event", quantities=tuple(find_quantities(sentence, offset=start)))
    return replace(found, **options)  # type: ignore[arg-type]


def asked(*questions: Question, start: float = 0.0, model_weight: float = 0.0) -> Newsroom:
    return Newsroom(model_weight=model_weight, start=start, question=questions)


def question(name: str = "q", weight: float = 1.0, **looks_at: object) -> Question:
    return Question(name=name, reason=f"because of {name}", weight=weight, **looks_at)  # type: ignore[arg-type]


def weighed(sentence: str, newsroom: Newsroom, **options: object) -> ClaimDraft:
    (found,) = weigh(version(), [draft(sentence, **options)], newsroom)
    return found


def test_the_sum_is_the_one_that_the_file_promises() -> None:
    words, kinds = question("words", 0.5, words=("gull*",)), question("kinds", -0.2, kinds=("event",))
    found = weighed("The gulls are lovely.", asked(words, kinds, question("no", 3, words=("quay",)), start=0.1))
    assert found.checkworthiness == pytest.approx(1 / (1 + math.exp(-(0.1 + 0.5 - 0.2))), abs=0.001)
    assert found.reasons == ("+ because of words (“gulls”)", "- because of kinds")


@pytest.mark.parametrize(
    ("sentence", "feature", "yes"),
    [
        (SENTENCES[0], "number", True),
        (SENTENCES[1], "number", False),
        (SENTENCES[3], "number", True),
        (SENTENCES[4], "number", False),
        (SENTENCES[0], "repeated", True),
        (SENTENCES[3], "repeated", True),
        (SENTENCES[1], "repeated", False),
    ],
)
def test_features_of_a_claim(sentence: str, feature: str, yes: bool) -> None:
    drafts = [draft(one) for one in SENTENCES]
    found = weigh(version(), drafts, asked(question(features=(feature,))))
    assert (found[SENTENCES.index(sentence)].checkworthiness > 0.5) == yes


def test_an_age_and_a_pair_are_no_figures() -> None:
    text = "Otto Brandt, 59, met the two sisters."
    article_version = article_of(text)[1]
    numbers = ClaimDraft(0, len(text), "event", quantities=tuple(find_quantities(text)))
    assert len(numbers.quantities) == 2
    (found,) = weigh(article_version, [numbers], asked(question(features=("number",))))
    assert found.reasons == ()


def test_speakers_and_quotations_are_features() -> None:
    said = {"speaker": "a senior official", "speaker_named": False, "quote_fidelity": "verbatim"}
    found = weighed(
        SENTENCES[1],
        asked(
            question("unnamed", 0.9, features=("unnamed_speaker",)),
            question("named", 0.8, features=("named_speaker",)),
            question("quoted", 0.7, features=("quoted",)),
            question("role", 0.6, words=("harbour master",)),
        ),
        **said,
        speaker_role="the Harbour Master’s deputy",
    )
    assert found.reasons == (
        "+ because of unnamed (“a senior official”)",
        "+ because of quoted",
        "+ because of role (“Harbour Master”)",
    )


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(SENTENCES), st.floats(-5, 5), st.floats(-5, 5), st.floats(-5, 5), st.floats(0, 5))
def test_a_heavier_question_never_lowers_a_score(
    sentence: str, one: float, other: float, start: float, model_weight: float
) -> None:
    low, high = (
        weighed(sentence, asked(question(weight=weight, kinds=("event",)), start=start, model_weight=model_weight))
        for weight in sorted((one, other))
    )
    assert 0 <= low.checkworthiness <= high.checkworthiness <= 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6, unique=True))
def test_reasons_stand_heaviest_first_and_each_question_has_a_say_once(sentences: Sequence[str]) -> None:
    newsroom = shipped_newsroom()
    by_reason = {one.reason: one.weight for one in newsroom.question}
    for found in weigh(version(), [draft(sentence) for sentence in sentences], newsroom):
        told = [reason[2:].split(" (")[0] for reason in found.reasons]
        assert len(told) == len(set(told))
        weights = [abs(by_reason[reason]) for reason in told if reason in by_reason]
        assert weights == sorted(weights, reverse=True)
        for sign, reason in ((reason[0], reason[2:].split(" (")[0]) for reason in found.reasons):
            if reason in by_reason:
                assert (sign == "+") == (by_reason[reason] > 0)


def test_what_cannot_be_checked_is_worth_little_and_says_why_it_would_be() -> None:
    free = weighed(SENTENCES[0], shipped_newsroom())
    bound = weighed(SENTENCES[0], shipped_newsroom(), not_checkable_reason="an opinion")
    assert free.checkworthiness > 0.8 > 0.3 == bound.checkworthiness
    assert bound.reasons == free.reasons
    assert weighed(SENTENCES[0], shipped_newsroom(), most_worth=0.2).checkworthiness == 0.2


def test_a_claim_below_its_least_worth_is_let_go_and_the_others_keep_their_order() -> None:
    drafts = [draft(SENTENCES[0]), draft(SENTENCES[2], least_worth=0.5), draft(SENTENCES[4])]
    kept = weigh(version(), drafts, shipped_newsroom())
    assert [one.start for one in kept] == [drafts[0].start, drafts[2].start]


def test_the_claim_is_weighed_by_what_it_says_when_it_stands_alone() -> None:
    bare = weighed(SENTENCES[2], shipped_newsroom())
    rewritten = weighed(SENTENCES[2], shipped_newsroom(), text="President Ann Lee spent 900 million euros on gulls.")
    assert bare.checkworthiness < 0.3 < 0.8 < rewritten.checkworthiness


def test_a_model_s_own_estimate_moves_the_classifier_s_and_stands_alone_elsewhere() -> None:
    newsroom = asked(model_weight=1.0)
    alone = weighed(SENTENCES[0], newsroom)
    with_doubt = weighed(SENTENCES[0], newsroom, estimate=0.1)
    sure = weighed(SENTENCES[0], newsroom, estimate=0.98)
    assert with_doubt.checkworthiness < alone.checkworthiness <= sure.checkworthiness
    assert any("the language model would not check it (10%)" in reason for reason in with_doubt.reasons)
    (foreign,) = weigh(version(), [draft(SENTENCES[0], estimate=0.1)], newsroom, english=False)
    assert foreign.checkworthiness == pytest.approx(0.1, abs=0.001)
    assert foreign.reasons == ("- the language model would not check it (10%)",)


def test_a_desk_may_let_plain_facts_count_for_more() -> None:
    worths = [
        weighed(SENTENCES[1], Newsroom(plain_fact=share)).checkworthiness  # "The two sisters met in Oldport."
        for share in (0.0, 0.3, 1.0)
    ]
    assert worths == sorted(worths)
    assert worths[0] < 0.2 < 0.8 < worths[2]


def test_the_version_follows_the_questions() -> None:
    assert version_of(asked()) != version_of(asked(start=0.1))
    assert version_of(shipped_newsroom()) == version_of(shipped_newsroom())


def test_a_clause_told_to_stand_alone_and_how_it_was_reported_repeat_nothing() -> None:
    repeated = asked(question(features=("repeated",)))
    first, second = draft(SENTENCES[0]), draft(SENTENCES[2])
    together = replace(second, text=f"{SENTENCES[0]} {SENTENCES[2]}")
    assert [one.reasons for one in weigh(version(), [first, together], repeated)] == [(), ()]
    again = draft(SENTENCES[3])
    assert all(one.reasons for one in weigh(version(), [first, again], repeated))
    told = replace(again, not_checkable_reason="it tells how the article was reported")
    assert not any(one.reasons for one in weigh(version(), [first, told], repeated))
