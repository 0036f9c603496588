"""How a document is cut into passages: the unit that is indexed, found and put before a judge."""

from language.sentences import VERSION as SENTENCES_VERSION
from language.sentences import Span, cut, split_sentences

VERSION = f"1.{SENTENCES_VERSION}"

SENTENCES = 4  # in a passage; one of them is shared with the next passage
CHARACTERS = 1200  # of a passage, and of a piece of a sentence that is longer than that


def split_passages(text: str) -> list[Span]:
    """Spans of about four sentences each, in order, neighbours sharing one sentence; none where the text is blank.

    Every sentence lies in at least one passage. A sentence above 1200 characters (a table, a text without stops) is
    cut at a space, and such pieces count as sentences.
    """
    sentences = [piece for sentence in split_sentences(text) for piece in cut(text, sentence, CHARACTERS)]
    passages: list[Span] = []
    first = 0
    while first < len(sentences):
        last = first
        while (
            last + 1 < len(sentences)
            and last + 1 - first < SENTENCES
            and sentences[last + 1].end - sentences[first].start <= CHARACTERS
        ):
            last += 1
        passages.append(Span(sentences[first].start, sentences[last].end))
        if last + 1 == len(sentences):
            break
        # Sharing a sentence must still move on, and is pointless where the shared one leaves no room for another.
        shares = last > first and sentences[last + 1].end - sentences[last].start <= CHARACTERS
        first = last if shares else last + 1
    return passages
