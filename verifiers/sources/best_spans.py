"""Where in a page a query is answered, as far as its words tell."""

import math
from collections import Counter

from language.words import VERSION as WORDS_VERSION
from language.words import content_words
from verifiers.sources.corpus_passages import VERSION as PASSAGES_VERSION
from verifiers.sources.corpus_passages import split_passages

VERSION = f"1.{PASSAGES_VERSION}.{WORDS_VERSION}"

_MOST = 3


def spans_of(text: str, query: str) -> tuple[tuple[int, int], ...]:
    """Up to three passages of a text, best first, that hold words of the query; rarer words of the text count more."""
    wanted = set(content_words(query))
    if not wanted:
        return ()
    passages = split_passages(text)
    held = [wanted.intersection(content_words(text[passage.start : passage.end])) for passage in passages]
    in_passages = Counter(word for words in held for word in words)
    weight = {word: math.log(1 + len(passages) / count) for word, count in in_passages.items()}
    scores = [math.fsum(weight[word] for word in words) for words in held]
    ranked = sorted((index for index in range(len(passages)) if scores[index] > 0), key=lambda i: (-scores[i], i))
    return tuple((passages[index].start, passages[index].end) for index in ranked[:_MOST])
