"""How text becomes the terms of a passage index, and a query a search over them, whatever it contains."""

import hashlib
import itertools
import re
from dataclasses import dataclass
from datetime import date

import tantivy

from verifiers.publishers import normal_name

VERSION = 2

ANALYZER = "english_news"
WORDS = "words"
_MOST_TERMS = 64  # of one query: a claim has some twenty; more only costs time
_MOST_PHRASES = 8
_PHRASE_WEIGHT = 2.0

# A pattern that begins with a character as it is costs next to nothing where that is rare: so what stands before it is
# looked at behind it.
_TOKEN = re.compile(r"[^\W\d_]\w*(?:'[^\W\d_]+)*|\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r",(?<=\d,)(?=\d{3}(?!\d))")
_INITIALS_INSIDE = re.compile(r"\.[^\W\d_]\.")
_INITIALS = re.compile(r"(?<!\w)(?:[^\W\d_]\.){2,}")
_POSSESSIVE = re.compile(r"'(?<=\w')[sS](?!\w)")
_QUOTED = re.compile(r"\"([^\"]{3,300})\"|“([^”]{3,300})”")


@dataclass(frozen=True)
class Filter:
    """Which documents may answer: of which days, and of which publishers, each by its name or its host.

    With a date, a document of unknown date may not answer.
    """

    published_from: date | None = None
    published_until: date | None = None
    publishers: frozenset[str] = frozenset()  # only these; empty: all
    without_publishers: frozenset[str] = frozenset()

    @property
    def dated(self) -> bool:
        return self.published_from is not None or self.published_until is not None

    @property
    def digest(self) -> str:
        """A name for it that is the same for the same filter."""
        told = (self.published_from, self.published_until, sorted(self.publishers), sorted(self.without_publishers))
        return hashlib.sha256(repr(told).encode()).hexdigest()[:12]

    def also(self, other: "Filter") -> "Filter | None":
        """Both filters in one; None when nothing can pass both."""
        ones, others = ({publisher_term(name) for name in each.publishers} for each in (self, other))
        both = ones & others if ones and others else ones | others
        if (ones or others) and not both:
            return None
        return Filter(
            max(filter(None, (self.published_from, other.published_from)), default=None),
            min(filter(None, (self.published_until, other.published_until)), default=None),
            frozenset(both),
            self.without_publishers | other.without_publishers,
        )

    def allows(self, day: int | None) -> bool:
        """Whether a document of this day (an ordinal, None: unknown) may answer."""
        if not self.dated:
            return True
        return (
            day is not None
            and (self.published_from is None or day >= self.published_from.toordinal())
            and (self.published_until is None or day <= self.published_until.toordinal())
        )


def publisher_term(name: str) -> str:
    """A publisher's name or host as the index has it."""
    return normal_name(name).removeprefix("www.")


def tokens(text: str) -> list[str]:
    """The words and numbers of a text: "1,000" is 1000, "U.S." is US, "Kyiv’s" is Kyiv."""
    text = text.replace("’", "'").replace("ʼ", "'")
    # Whole-text substitutions: a function call for each word would double the time of indexing.
    text = _THOUSANDS.sub("", text)
    if _INITIALS_INSIDE.search(text):
        text = _INITIALS.sub(lambda initials: initials[0].replace(".", ""), text)
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
    """A passage: the words of its document's title and its own; its publisher's name and host; which document, where in
    it and of which day, as numbers."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(WORDS, tokenizer_name=ANALYZER)
    builder.add_text_field("publisher", tokenizer_name="raw", index_option="basic")
    for name in ("document", "start", "end", "published"):  # the last is the day's ordinal; absent when unknown
        builder.add_integer_field(name, fast=True)
    return builder.build()


def build_query(schema: tantivy.Schema, analyzer: tantivy.TextAnalyzer, text: str) -> tantivy.Query | None:
    """BM25 for any of the query's terms, "quoted words" counting more where they stand together.

    None when the text holds no term.
    """
    terms = list(dict.fromkeys(analyzer.analyze(" ".join(tokens(text)))))[:_MOST_TERMS]
    if not terms:
        return None
    # Nothing but terms of one field, unless words are quoted: then tantivy passes over what cannot be among the best.
    wanted = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, WORDS, term)) for term in terms]
    for quoted in itertools.islice(_QUOTED.finditer(text), _MOST_PHRASES):
        wanted += [(tantivy.Occur.Should, phrase) for phrase in _phrase(schema, analyzer, quoted[1] or quoted[2])]
    return tantivy.Query.boolean_query(wanted)


def only(schema: tantivy.Schema, query: tantivy.Query, wanted: Filter, *, dates: bool) -> tantivy.Query:
    """The query with the filter's publishers and, with `dates`, its days; the scores stay as they are."""
    clauses = [(tantivy.Occur.Must, query)]
    if wanted.publishers:
        clauses.append(
            (tantivy.Occur.Must, tantivy.Query.const_score_query(_published_by(schema, wanted.publishers), 0.0))
        )
    if wanted.without_publishers:
        clauses.append((tantivy.Occur.MustNot, _published_by(schema, wanted.without_publishers)))
    if dates and wanted.dated:
        in_time = tantivy.Query.range_query(
            schema,
            "published",
            tantivy.FieldType.Integer,
            lower_bound=wanted.published_from.toordinal() if wanted.published_from else None,
            upper_bound=wanted.published_until.toordinal() if wanted.published_until else None,
        )
        clauses.append((tantivy.Occur.Must, tantivy.Query.const_score_query(in_time, 0.0)))
    return query if len(clauses) == 1 else tantivy.Query.boolean_query(clauses)


def _published_by(schema: tantivy.Schema, names: frozenset[str]) -> tantivy.Query:
    return tantivy.Query.boolean_query(
        [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, "publisher", publisher_term(name), "basic"))
            for name in sorted(names)
        ]
    )


def _phrase(schema: tantivy.Schema, analyzer: tantivy.TextAnalyzer, quoted: str) -> list[tantivy.Query]:
    found = analyzer.pre_tokenize(" ".join(tokens(quoted))).tokens
    if len(found) < 2:  # tantivy panics at a phrase of one word
        return []
    words: list[str | tuple[int, str]] = [(token.position - found[0].position, token.text) for token in found]
    return [tantivy.Query.boost_query(tantivy.Query.phrase_query(schema, WORDS, words), _PHRASE_WEIGHT)]
