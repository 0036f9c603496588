"""Which language a text is in, and when it is too little to say."""

import pytest

from language.identification import identify, language_name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The court in Oslo said on Friday that the bridge had been sold to the state for nothing.", "en"),
        ("THE COURT IN OSLO SAID ON FRIDAY THAT THE BRIDGE HAD BEEN SOLD TO THE STATE FOR NOTHING.", "en"),
        ("Le tribunal a décidé vendredi que le vieux pont du port sera vendu à la ville.", "fr"),
        ("Das Gericht entschied am Freitag, dass die alte Brücke an die Stadt verkauft wird.", "de"),
        ("Суд в Осло в пятницу постановил, что мост был продан государству.", "ru"),
        ("Суд в Осло у п'ятницю постановив, що міст було продано державі.", "uk"),
        ("裁判所は金曜日、橋を市に売却すると決定した。", "ja"),
        ("قضت المحكمة يوم الجمعة ببيع الجسر القديم إلى المدينة", "ar"),
    ],
)
def test_a_sentence_tells_its_language(text: str, code: str) -> None:
    found = identify(text)
    assert found is not None
    assert found.code == code
    assert 0 < found.confidence <= 1


@pytest.mark.parametrize("text", ["", "12:30 – 14.00", "Yes.", "Ann Lee, Oslo", "Jörg Müller", "“No comment”"])
def test_too_little_is_in_no_language(text: str) -> None:
    assert identify(text) is None


def test_words_in_another_script_do_not_decide() -> None:
    found = identify(
        "The mayor, Анна Петровна Кузнецова, opened the bridge on Friday after the court had agreed to it."
    )
    assert found is not None
    assert found.code == "en"


def test_the_answer_is_always_the_same() -> None:
    text = "El tribunal decidió el viernes que el puente del puerto será vendido a la ciudad."
    assert len({identify(text) for _ in range(5)}) == 1


def test_languages_have_names() -> None:
    assert language_name("de") == "German"
    assert "xx" in language_name("xx")


def test_a_short_english_line_full_of_names_is_in_no_other_language() -> None:
    assert identify("Musambi reported from Kampala, Uganda.") is None
