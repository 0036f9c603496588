"""Who said it, where, in which language, and who else can know: claims of sentences of our own."""

import pytest

from tests.extractors.texts import claims_of, said


@pytest.mark.parametrize(
    ("text", "speaker", "role"),
    [
        (  # surname only
            "Harbour spokesman Dmitry Moss met reporters on Friday.\nThe bridge had gone, Moss said.",
            "Dmitry Moss",
            "Harbour spokesman",
        ),
        (  # role only
            "Harbour spokesman Dmitry Moss met reporters on Friday.\n“We are waiting,” the spokesman said.",
            "Dmitry Moss",
            "Harbour spokesman",
        ),
        (  # pronoun, which only one of two people can be
            "Mayor Ruth Stein left on Friday. Otto Brandt, the harbour master, was there. “It is a disgrace,” he said.",
            "Otto Brandt",
            "harbour master",
        ),
        (  # a name after its role
            "A spokesman for the Harbour Ministry, Paul Moss, was there.\nThe bridge had gone for good, said Moss.",
            "Paul Moss",
            "spokesman for the Harbour Ministry",
        ),
        (  # inverted, with what describes the speaker
            "“The bridge,” said Ruth Stein, the mayor of Oldport, “is closed for good.”",
            "Ruth Stein",
            "mayor of Oldport",
        ),
        ("The council voted on Friday. “We had no choice in it,” it said in a statement.", "the council", None),
        ("Police said the bridge had gone. They said nobody had been hurt.", "police", None),
        ("The mayor's office said the bridge had gone for good.", "the mayor's office", None),
        ("A docker, who asked not to be named, said the bridge had gone.", "a docker", None),
        ("The Harbour Ministry's spokeswoman, Ann Lee, said it had gone.", "Ann Lee", "Harbour Ministry's spokeswoman"),
        ("County Supervisor Ellen Marsh said the bridge had gone.", "Ellen Marsh", "County Supervisor"),
        ("Cook County Treasurer Maria Pell said the bridge had gone.", "Maria Pell", "Cook County Treasurer"),
        # an office, of somebody named right behind
        ("The governor said the bridge had gone. Governor Paul Moss left on Friday.", "Paul Moss", "Governor"),
        # a time before the one who said it
        ("Two weeks earlier the mayor of Milltown, Ann Lee, had said it was safe.", "Ann Lee", "mayor of Milltown"),
        # honours are no part of a name, nor "its" of a role
        ("Stein’s barrister, Imran Moss KC, said the bridge had gone.", "Imran Moss", "Stein’s barrister"),
        ("The Harbour Board fell. Its spokesperson, Ann Lee, said the bridge had gone.", "Ann Lee", "spokesperson"),
        ("“Nobody expected it to go,” Chief Executive Ann Lee said.", "Ann Lee", "Chief Executive"),
        ("Labour leader Cllr Ann Lee said the bridge had gone.", "Ann Lee", "Labour leader"),
        ("Cllr Ann Lee, the cabinet member for roads, said it had gone.", "Ann Lee", "cabinet member for roads"),
        # the guard is not its spokesman, and a company goes on to speak as "it"
        (
            "The coast guard said the bridge had gone. Coast guard spokesman Paul Moss left.",
            "the coast guard",
            None,
        ),
        ("The company raised its target on Friday. It also said it would cut 400 jobs.", "the company", None),
        # who spoke last goes on, though a man was named a paragraph before
        ("Paul Moss left.\nThe mayor, Imran Wren, said it had gone. “I am sorry,” he said.", "Imran Wren", "mayor"),
        # what a speaker cites is no role
        ("The Harbour Board, citing two officials, said the bridge had gone.", "Harbour Board", None),
    ],
)
def test_the_speaker_is_the_fullest_name_and_role(text: str, speaker: str, role: str | None) -> None:
    last = said(text)[-1]
    assert (last.speaker, last.speaker_role) == (speaker, role)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # two of one role stay a description
        (
            "Minister Otto Brandt met Minister Ann Lee. “The bridge is closed for good,” the minister said.",
            "the minister",
        ),
        ("Spokesman Paul Moss and spokesman Otto Brandt met. The spokesman said it had gone.", "the spokesman"),
        ("Neither said how it would pay for the bridge.", "neither"),
        # the office of another body, named later
        (
            "The mayor said the bridge was safe. The mayor of Milltown, Ann Lee, was there on Friday.",
            "the mayor",
        ),
        # two of one surname
        ("Maria Lopez and her brother Carlos Lopez came. Lopez said it had cost 40 million euros.", "Lopez"),
        # a man is no woman
        ("Harbour spokesman Paul Moss came. “The bridge is closed for good,” she said.", None),
        # somebody else came in between
        ("“It was sold,” Mayor Ruth Stein said.\nOtto Brandt shook his head.\n“Nobody paid for it in cash.”", None),
    ],
)
def test_no_guess_is_made(text: str, speaker: str | None) -> None:
    last = said(text)[-1]
    assert last.speaker == speaker
    assert last.speaker_named in (None, False) or last.speaker == "Lopez"


def test_marks_set_twice_hide_nobody_and_stop_nothing() -> None:
    text = '"We lost 40 ships," said Mayor Ruth Stein, "and nobody helped us." She told ""We are done"" to the press.'
    assert {claim.speaker for claim in said(text)} == {"Ruth Stein"}


def test_what_a_surname_of_two_said_of_it_is_not_said_of_them() -> None:
    texts = [c.text for c in claims_of("Maria Lopez and Carlos Lopez came. Lopez said it had cost 40 million euros.")]
    assert "Lopez had cost 40 million euros." not in texts


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        ("“The bridge was sold,” Mayor Ruth Stein wrote on Telegram on Friday.", "on Telegram"),
        ("“The bridge was sold,” Mayor Ruth Stein told state television.", "state television"),
        ("Speaking to reporters in Oslo, Mayor Ruth Stein said it was sold.", "reporters"),
        ("In an interview with Norinfo, Mayor Ruth Stein said it was sold.", "in an interview with Norinfo"),
        # where the thing told of happened is not where it was told
        ("Mayor Ruth Stein said the plan had been told of in a letter.", None),
    ],
)
def test_where_it_was_said(text: str, venue: str | None) -> None:
    assert said(text)[0].venue == venue


@pytest.mark.parametrize(
    ("text", "fidelity"),
    [
        ("“We have sold the bridge,” Mayor Ruth Stein said.", "verbatim"),
        ("Mayor Ruth Stein said the bridge was “sold for good” in May.", "partial"),
        ("Mayor Ruth Stein said the bridge was sold.", "paraphrase"),
        ("“We have sold the bridge,” Mayor Ruth Stein said in Norwegian.", "translated"),
        ("Speaking through an interpreter, Mayor Ruth Stein said: “We have sold the bridge.”", "translated"),
        ("“We have sold it for good,” Mayor Ruth Stein said, in remarks translated from Finnish.", "translated"),
        ("“We have sold it for good,” Mayor Ruth Stein said, according to a translation.", "translated"),
        # the words of the speaker tell nothing of the language that they were said in
        ("“I said it in Russian and in Danish,” Mayor Ruth Stein said.", "verbatim"),
        ("“We have sold the bridge,” Mayor Ruth Stein said in Russia.", "verbatim"),
        ("Mayor Ruth Stein said in Norwegian that the bridge was sold.", "paraphrase"),
    ],
)
def test_how_near_the_article_is_to_what_was_said(text: str, fidelity: str) -> None:
    assert said(text)[0].quote_fidelity == fidelity


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("“It is sold,” a senior official said on condition of anonymity.", True),
        ("Two officials familiar with the talks said the bridge was sold.", True),
        ("“It was sold for good,” Mayor Ruth Stein told The Post.", True),
        ("In an interview with The Oldport Post, Mayor Ruth Stein said it was sold.", True),
        # anybody can look it up
        ("“It was sold for good,” Mayor Ruth Stein told Norinfo.", False),
        ("A spokesman for the Harbour Ministry said the bridge was sold.", False),
        ("“It was sold for good,” Mayor Ruth Stein wrote on Telegram.", False),
        ("One news site said the bridge was sold.", False),
    ],
)
def test_what_only_this_outlet_can_know(text: str, alone: bool) -> None:
    assert (said(text, "The Oldport Post")[0].status == "sole_witness") is alone


def test_a_quotation_over_paragraphs_keeps_its_speaker_and_venue() -> None:
    text = (
        "“It was sold in 2019,” Mayor Ruth Stein told Norinfo. “The council got 40 million euros.\n\n"
        "“Nobody else wanted it. Otto Brandt paid in cash in May 2019.\n\n“That is all I know about it.”"
    )
    assert [(claim.speaker, claim.venue) for claim in claims_of(text)] == [("Ruth Stein", "Norinfo")] * 5


def test_closed_quotations_in_paragraphs_of_their_own_may_be_of_others() -> None:
    text = "“It was sold,” Mayor Ruth Stein said.\n“Nobody paid for it.”\n“Somebody did pay for it.”"
    assert [claim.speaker for claim in claims_of(text)][1:] == [None, None]


@pytest.mark.parametrize(
    ("text", "speaker", "role"),
    [
        ("Minister of Information Omar al-Eryan said the bridge had gone.", "Omar al-Eryan", "Minister of Information"),
        ("Political scientist Dossym Satpay in Oldport said it had gone.", "Dossym Satpay", "Political scientist"),
        ("The board's director, Dr. Ann Fauci, said the bridge had gone.", "Ann Fauci", "board's director"),
        ("Bridge expert and former harbour official, Avi Idan, said it had gone.", "Avi Idan", None),
        ("According to a March 14, 2019 Harbour Board letter, the bridge had gone.", None, None),
        (
            "Jo Scar, host of Norbank’s “Morning Oldport,” said it had gone.",
            "Jo Scar",
            None,
        ),
        ("The Harbour Board and the Port Trust said it had gone.", "Harbour Board and Port Trust", None),
        # a party and a state
        ("Sen. Ann Lee, R-Iowa, said the bridge had gone.", "Ann Lee", None),
        ("Sen. Ann Lee, D-N.M., told reporters that the bridge had gone.", "Ann Lee", None),
        ("Sen. Ann Lee, D-N.M., the panel's chairwoman, said the bridge had gone.", "Ann Lee", None),
        # a verb that might be a noun, and a filing of a month
        ("Republicans said the bridge costs 4 million dollars.", "Republicans", None),
        ("Norbank owns the bridge, the harbour board said in an April filing.", "the harbour board", None),
        ("Health and Human Services said the bridge had gone.", "Health and Human Services", None),
        ("Voters in Oldport who watched the debate said they were unmoved.", "Voters in Oldport", None),
        (
            "“You may become the owner of it!” a welcome message on the site reads.",
            "a welcome message on the site",
            None,
        ),
    ],
)
def test_names_and_roles_of_every_shape(text: str, speaker: str | None, role: str | None) -> None:
    claim = said(text)[0]
    if speaker is None:
        assert claim.speaker is not None
        assert claim.speaker.endswith("letter")
    else:
        assert claim.speaker == speaker
    if role is not None:
        assert claim.speaker_role == role


def test_a_name_set_in_marks_is_not_something_said() -> None:
    assert said("Rob Moss has set up a site called “Oldport If the Bridge Goes” that pitches the island.") == []


def test_what_was_announced_in_passing_has_no_speaker_of_its_own() -> None:
    text = "“When the Harbour Board announced the plan in Oslo, it met with 40 protests,” Mayor Ruth Stein said."
    assert {claim.speaker for claim in claims_of(text)} == {"Ruth Stein"}


@pytest.mark.parametrize(
    ("text", "speaker", "role"),
    [
        # a third person is named between the speaker and the verb
        (
            "Mayor Ruth Stein, thanking a former clerk, Otto Brandt, for his work, said he had shown no fear.",
            "Ruth Stein",
            "Mayor",
        ),
        (
            "Ruth Stein, of Oldport General Hospital, who was not involved, said the bridge had gone.",
            "Ruth Stein",
            None,
        ),
        # the latest of several without a name, whatever stands between it and its verb
        (
            "A harbour official said the bridge had gone. A second official, who like others asked not to be named, "
            "put it differently. “It is still there,” the official said.",
            "a second official",
            None,
        ),
        # somebody's kin is never that somebody
        (
            "Ruth Stein and her sister, Ann Stein, sued the mayor.\nAnn Stein said she had lost the bridge.\n"
            "Her sister said the price was half of what it was worth.",
            "Ann Stein’s sister",
            None,
        ),
        # an office told beside the name, in a sentence whose first verb belongs to "who"
        (
            "The Archbishop of Oldport, Ruth Stein, spoke on Tuesday.\nAnn Lee, a former judge, said that was new.\n"
            "The archbishop, who was elected in 2019, had been warned before. Her office said the figure was wrong.",
            "Ruth Stein’s office",
            None,
        ),
        # a peer is known in public, whatever the article gives of the name
        (
            "Lord Moss, the junior harbour minister, replied that the bridge had gone.",
            "Lord Moss",
            "junior harbour minister",
        ),
        # a quality before a name, with a capital because the sentence begins
        ("Fast-talking Otto Brandt, 39, of Oldport, said the bridge had gone.", "Otto Brandt", None),
    ],
)
def test_who_speaks_is_told_from_who_is_only_named(text: str, speaker: str, role: str | None) -> None:
    last = said(text)[-1]
    assert (last.speaker, last.speaker_role) == (speaker, role)


def test_what_somebodys_party_has_said_is_not_what_they_say() -> None:
    (claim,) = claims_of(
        "Otto Brandt, whose party has said it would sell the bridge, did not rule out a ferry in 2024."
    )
    assert (claim.kind, claim.speaker) == ("event", None)


def test_a_first_name_leaves_no_choice_certain() -> None:
    text = (
        "Otto Brandt told actress Tina Moss he had sold the bridge.\nTina, 44, who worked in Oldport for 11 years, "
        "left as Judge Ann Lee sent him down.\nShe said on Friday he had taken everything."
    )
    assert said(text)[-1].speaker != "Ann Lee"


def test_a_name_after_its_role_is_told_once() -> None:
    last = said("Mayor Ruth Stein met reporters.\nThe mayor, Ruth Stein, said the bridge had gone.")[-1]
    assert last.text == "The mayor, Ruth Stein, said the bridge had gone."


def test_every_sentence_of_a_quotation_stays_as_it_was_said() -> None:
    last = said("“It fell,” Mayor Ruth Stein said. “We were wrong last year, and may be wrong tomorrow.”")[-1]
    assert last.text.endswith("“We were wrong last year, and may be wrong tomorrow.”")


@pytest.mark.parametrize(
    "text",
    [
        "Mayor Ruth Stein has not said that the bridge in Oldport was sold in 2019.",
        "Mayor Ruth Stein never said that the bridge in Oldport was sold in 2019.",
        "Mayor Ruth Stein didn't say how the bridge in Oldport was sold in 2019.",
    ],
)
def test_what_was_not_said_is_nobodys_statement(text: str) -> None:
    (claim,) = claims_of(text)
    assert (claim.text, claim.speaker) == (text, None)


def test_what_was_not_only_said_was_said() -> None:
    text = "Mayor Ruth Stein not only said that the bridge was sold in 2019."
    assert said(text)[0].speaker == "Ruth Stein"


@pytest.mark.parametrize(
    ("told", "office"),
    [
        ("The minister's wife, Jane Doe, left in 2021.", "minister"),
        ("The late president, Boris Kuzmin, died in 2019.", "president"),
        ("The former chancellor, Ann Lee, lost her seat in 2021.", "chancellor"),
        ("Vice President Ann Lee was in Oren in 2021.", "president"),
    ],
)
def test_what_an_office_says_is_not_put_down_to_whoever_stands_beside_it(told: str, office: str) -> None:
    *_, said = claims_of(f"{told} The {office} said on Tuesday that profits of the port fell 10% in 2024.")
    assert said.speaker == f"the {office}"


def test_who_holds_it_is_still_who_speaks() -> None:
    *_, said = claims_of("The mayor, Ann Lee, left in 2021. The mayor said on Tuesday that profits fell 10% in 2024.")
    assert said.speaker == "Ann Lee"


@pytest.mark.parametrize(
    ("told", "source"),
    [
        ("the Securities and Exchange Commission said on Monday", "Securities and Exchange Commission"),
        ("the National Snow and Ice Data Center (NSIDC) reported", "National Snow and Ice Data Center"),
        ("the Harbour Board and the Port Trust said", "Harbour Board and Port Trust"),
        ("the mayor and the council said on Monday", "the mayor and the council"),
        ("the Centers for Disease Control and Prevention said", "the Centers for Disease Control and Prevention"),
    ],
)
def test_a_source_with_an_and_in_it_is_cut_in_two_no_more_than_what_it_says(told: str, source: str) -> None:
    (claim,) = [one for one in claims_of(f"Prices in Oldport rose by 7 per cent, {told}.") if one.kind != "quote"]
    assert (claim.text, claim.speaker) == ("Prices in Oldport rose by 7 per cent.", source)


def test_a_clause_behind_a_place_is_no_second_source() -> None:
    texts = [one.text for one in claims_of("Ann Lee signed it in Oldport, Kent and Paul Moss said that it was void.")]
    assert "It was void." in texts or "Paul Moss said that it was void." in texts
    assert not any(
        "Kent and Paul Moss" in (one.speaker or "") for one in claims_of("He left Oldport, Kent and Paul Moss stayed.")
    )


@pytest.mark.parametrize("year", ["2025", "last year"])
def test_a_year_behind_said_may_be_what_was_spoken_of(year: str) -> None:
    (claim,) = said(f"Officials said {year} was the hottest on record in Oldport.")
    assert (claim.kind, claim.speaker) == ("quote", "officials")


def test_a_body_named_in_the_same_sentence_may_be_the_one_that_is_meant() -> None:
    homes = "The Rural Homes Agency met on Friday."
    assert said(f"{homes} The Drug Administration (DA) approved 50 drugs, the agency said.")[-1].speaker == "the agency"
    assert said(f"{homes} Prices fell by 2 per cent, the agency said.")[-1].speaker == "Rural Homes Agency"


def test_who_is_named_behind_the_verb_is_the_speaker_wherever_the_sentence_goes_on() -> None:
    first, second = said(
        "The trust had lost 40 ferries, said its spokesman, Paul Moss, and only one was found. "
        "“Nobody saw the others,” he said."
    )
    assert (first.speaker, first.speaker_role, second.speaker) == ("Paul Moss", "spokesman", "Paul Moss")


def test_by_what_name_somebody_acts_in_passing_leaves_the_deed_to_the_article() -> None:
    first, *_ = claims_of("Mayor Ruth Stein voted for the bridge in 2024 when, as chair, she called it “long overdue”.")
    assert (first.kind, first.checkable, first.speaker) == ("event", True, None)
    assert str(first.about_from) == "2024-01-01"


@pytest.mark.parametrize(
    ("source", "speaker"), [("Ruth Stein said", "Ruth Stein"), ("the mayor said on Friday", "the mayor")]
)
def test_who_stands_amid_a_few_words_has_said_them(source: str, speaker: str) -> None:
    (claim,) = claims_of(f"The bridge, {source}, was sold for 40 million euros in 2019.")
    assert (claim.kind, claim.speaker) == ("quote", speaker)
