"""How text becomes the terms of a passage index, and a query a search over them, whatever it contains."""

import itertools
import re
from datetime import date

import tantivy

VERSION = 1

ANALYZER = "english_news"
_MOST_TERMS = 64  # of one query: a claim has some twenty; more only costs time
_MOST_PHRASES = 8
_TITLE_WEIGHT = 1.3  # a title is written to say what the text is about
_BOTH_FIELDS = 0.3  # how much the weaker of title and text adds to the stronger
_PHRASE_WEIGHT = 2.0

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]\w*(?:'[^\W\d_]+)*")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_INITIALS = re.compile(r"(?<!\w)(?:[^\W\d_]\.){2,}")
_POSSESSIVE = re.compile(r"(?<=\w)'s(?!\w)", re.IGNORECASE)
_QUOTED = re.compile(r"\"([^\"]{3,300})\"|“([^”]{3,300})”")


def tokens(text: str) -> list[str]:
    """The words and numbers of a text: "1,000" is 1000, "U.S." is US, "Kyiv’s" is Kyiv."""
    text = text.replace("’", "'").replace("ʼ", "'")
    # Whole-text substitutions: a function call for each word would double the time of indexing.
    text = _INITIALS.sub(lambda initials: initials[0].replace(".", ""), _THOUSANDS.sub("", text))
    return _TOKEN.findall(_POSSESSIVE.sub("", text))


def build_analyzer() -> tantivy.TextAnalyzer:
    """Lower case, no accents, no stop words, English stems, over text that `tokens` has split."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
        .filter(tantivy.Filter.remove_long(60))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stopword("english"))
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


def build_schema() -> tantivy.Schema:
    """A passage: its words and its document's title; which document, where in it, and of which day, as numbers."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("title", tokenizer_name=ANALYZER)
    builder.add_text_field("text", tokenizer_name=ANALYZER)
    for name in ("document", "start", "end"):
        builder.add_integer_field(name, fast=True)
    builder.add_integer_field("published", indexed=True, fast=True)  # the day's ordinal; absent when unknown
    return builder.build()


def build_query(
    schema: tantivy.Schema, analyzer: tantivy.TextAnalyzer, text: str, published_until: date | None
) -> tantivy.Query | None:
    """BM25 over title and text for any of the query's terms, "quoted words" counting more where they stand together.

    With `published_until`, passages of a later or an unknown day do not match. None when the text holds no term.
    """
    terms = list(dict.fromkeys(analyzer.analyze(" ".join(tokens(text)))))[:_MOST_TERMS]
    if not terms:
        return None
    wanted = [(tantivy.Occur.Should, _term(schema, term)) for term in terms]
    for quoted in itertools.islice(_QUOTED.finditer(text), _MOST_PHRASES):
        wanted += [(tantivy.Occur.Should, phrase) for phrase in _phrase(schema, analyzer, quoted[1] or quoted[2])]
    query = tantivy.Query.boolean_query(wanted)
    if published_until is None:
        return query
    in_time = tantivy.Query.range_query(
        schema, "published", tantivy.FieldType.Integer, upper_bound=published_until.toordinal()
    )
    return tantivy.Query.boolean_query(
        [(tantivy.Occur.Must, query), (tantivy.Occur.Must, tantivy.Query.const_score_query(in_time, 0.0))]
    )


def _term(schema: tantivy.Schema, term: str) -> tantivy.Query:
    in_title = tantivy.Query.boost_query(tantivy.Query.term_query(schema, "title", term), _TITLE_WEIGHT)
    return tantivy.Query.disjunction_max_query([in_title, tantivy.Query.term_query(schema, "text", term)], _BOTH_FIELDS)


def _phrase(schema: tantivy.Schema, analyzer: tantivy.TextAnalyzer, quoted: str) -> list[tantivy.Query]:
    found = analyzer.pre_tokenize(" ".join(tokens(quoted))).tokens
    if len(found) < 2:  # tantivy panics at a phrase of one word
        return []
    words: list[str | tuple[int, str]] = [(token.position - found[0].position, token.text) for token in found]
    return [tantivy.Query.boost_query(tantivy.Query.phrase_query(schema, "text", words), _PHRASE_WEIGHT)]
