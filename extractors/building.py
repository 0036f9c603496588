"""What every extractor does alike: from a draft of a claim to the Claim, with the rules that no draft may break.

Rule 1: a claim's quote is the article's own text at its offsets, so a draft says where it stands and never what stands there.
Rule 2: a name, number or date in a claim's text comes from the article or from resolving a date against it; otherwise the
rewrite is dropped and the quote is kept.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from language.dates import find_dates
from warehouse.records import (
    Article,
    ArticleVersion,
    Claim,
    ClaimKind,
    DateMention,
    Extraction,
    Quantity,
    QuoteFidelity,
    Status,
    content_id,
)

VERSION = 1


@dataclass(frozen=True)
class ClaimDraft:
    """A claim as an extractor proposes it. `start` and `end` are offsets into the version's text.

    `text` is the self-contained rewrite, or None where the quote needs none. A draft with a `not_checkable_reason` makes a
    claim that is not checkable; `status` names the other special cases, awaiting_event and sole_witness.
    Without a speaker, `said_from` and `said_to` default to the article's own day.
    """

    start: int
    end: int
    kind: ClaimKind
    text: str | None = None
    not_checkable_reason: str | None = None
    status: Status = "unchecked"
    checkworthiness: float = 0.0
    reasons: tuple[str, ...] = ()
    speaker: str | None = None
    speaker_role: str | None = None
    speaker_named: bool | None = None
    attribution: tuple[str, ...] = ()
    venue: str | None = None
    quote_fidelity: QuoteFidelity | None = None
    said_from: date | None = None
    said_to: date | None = None
    about_from: date | None = None
    about_to: date | None = None
    entities: tuple[str, ...] = ()
    dates: tuple[DateMention, ...] = ()
    quantities: tuple[Quantity, ...] = ()


def zone_of(name: str | None) -> tzinfo:
    """The time zone of an IANA name or of an offset such as "+09:00"; UTC where it is unknown."""
    if name is None:
        return UTC
    offset = re.fullmatch(r"([+-])(\d{2}):?(\d{2})", name)
    if offset:
        sign = -1 if offset[1] == "-" else 1
        return timezone(sign * timedelta(hours=int(offset[2]), minutes=int(offset[3])))
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def article_day(article: Article) -> date | None:
    """The day that the article was published, in its own time zone: what "Sunday" and "last week" are counted from."""
    if article.published_at is None:
        return None
    return article.published_at.astimezone(zone_of(article.published_zone)).date()


def extraction_id_for(article: Article, version: ArticleVersion, extractor: str, extractor_version: str) -> str:
    """The id of one extractor's reading: the text, what is known about the article that a reading uses, and the extractor."""
    return content_id(
        "ext",
        version.version_id,
        version.body_start,
        version.body_end,
        article.published_at,
        article.published_precision,
        article.published_zone,
        article.dateline,
        article.outlet,
        article.originator,
        extractor,
        extractor_version,
        VERSION,
    )


def build_extraction(
    article: Article,
    version: ArticleVersion,
    *,
    extractor: str,
    extractor_version: str,
    claim_count: int,
    sentence_count: int,
    extracted_at: datetime,
    model: str | None = None,
    language: str | None = None,
    note: str | None = None,
) -> Extraction:
    """The record of one reading. `follows` is left to the warehouse, which alone knows what was read before."""
    return Extraction(
        extraction_id=extraction_id_for(article, version, extractor, extractor_version),
        article_id=article.article_id,
        version_id=version.version_id,
        extractor=extractor,
        extractor_version=extractor_version,
        model=model,
        language=language or article.language,
        sentence_count=sentence_count,
        claim_count=claim_count,
        note=note,
        extracted_at=extracted_at,
    )


def build_claims(
    article: Article, version: ArticleVersion, extraction_id: str, drafts: Sequence[ClaimDraft]
) -> tuple[Claim, ...]:
    """The claims of the drafts in the order of the text, each statement once, with ids that hash what they say.

    Keeps rules 1 and 2. Raises ValueError for a draft whose span is empty or leaves the body: an extractor's defect.
    """
    source = source_text(article, version)
    anchor = article_day(article)
    dates = article_dates(version, anchor)
    claims: list[Claim] = []
    seen: set[tuple[int, int, str, str, str | None]] = set()
    occurrences: Counter[tuple[str, str, str, str | None]] = Counter()
    for draft in sorted(drafts, key=lambda d: (d.start, d.end)):
        start, end = _trimmed(version, draft)
        quote = version.text[start:end]
        text = " ".join((draft.text or quote).split())
        if draft.text and not keeps_to_article(text, quote, source, dates, anchor):
            text = " ".join(quote.split())
        if (start, end, draft.kind, text, draft.speaker) in seen:
            continue
        seen.add((start, end, draft.kind, text, draft.speaker))
        alike = (draft.kind, quote, text, draft.speaker)
        occurrence = occurrences[alike]
        occurrences[alike] += 1
        said_from, said_to = draft.said_from, draft.said_to
        if draft.speaker is None and said_from is None and said_to is None:
            said_from = said_to = anchor
        claims.append(
            Claim(
                claim_id=Claim.id_for(article.article_id, draft.kind, quote, text, draft.speaker, occurrence),
                extraction_id=extraction_id,
                article_id=article.article_id,
                version_id=version.version_id,
                ordinal=len(claims),
                quote=quote,
                start=start,
                end=end,
                text=text,
                kind=draft.kind,
                checkable=draft.not_checkable_reason is None,
                not_checkable_reason=draft.not_checkable_reason,
                checkworthiness=draft.checkworthiness,
                reasons=draft.reasons,
                speaker=draft.speaker,
                speaker_role=draft.speaker_role,
                speaker_named=draft.speaker_named,
                attribution=draft.attribution,
                venue=draft.venue,
                quote_fidelity=draft.quote_fidelity,
                said_from=said_from,
                said_to=said_to,
                about_from=draft.about_from,
                about_to=draft.about_to,
                published_at=article.published_at,
                entities=draft.entities,
                dates=draft.dates,
                quantities=draft.quantities,
                status="not_checkable" if draft.not_checkable_reason is not None else draft.status,
            )
        )
    return tuple(claims)


def _trimmed(version: ArticleVersion, draft: ClaimDraft) -> tuple[int, int]:
    """The draft's span without white space at its ends."""
    start, end = draft.start, draft.end
    if not version.body_start <= start < end <= version.body_end:
        raise ValueError(f"the span {start}-{end} is not inside the body {version.body_start}-{version.body_end}")
    while start < end and version.text[start].isspace():
        start += 1
    while start < end and version.text[end - 1].isspace():
        end -= 1
    if start == end:
        raise ValueError(f"the span {draft.start}-{draft.end} holds nothing but white space")
    return start, end


def source_text(article: Article, version: ArticleVersion) -> str:
    """All that the article says of itself: the whole text with headline and date line, its outlet, place and authors."""
    about = (article.headline, article.outlet, article.originator, article.dateline, *article.authors)
    return "\n".join((version.text, *(part for part in about if part)))


@lru_cache(maxsize=8)
def article_dates(version: ArticleVersion, anchor: date | None) -> tuple[DateMention, ...]:
    """Every date that the body mentions, resolved against the anchor, and the anchor itself."""
    found = find_dates(version.body, anchor, offset=version.body_start)
    if anchor is None:
        return tuple(found)
    own = DateMention(text=anchor.isoformat(), start=0, end=0, earliest=anchor, latest=anchor)
    return (*found, own)


def keeps_to_article(
    text: str, quote: str, article_text: str, dates: Sequence[DateMention], anchor: date | None = None
) -> bool:
    """Rule 2: whether every name, number and date in `text` is the article's; see `foreign_parts`."""
    return not foreign_parts(text, quote, article_text, dates, anchor)


def foreign_parts(
    text: str, quote: str, article_text: str, dates: Sequence[DateMention], anchor: date | None = None
) -> tuple[str, ...]:
    """What a rewrite says that the article does not: names, numbers and dates, and those of the quote that it lost.

    A name is a run of capitalised words; it may be put together from the article's names, but only where one of them ends
    and another begins, so that "Vladimir Zelensky" is foreign to an article about Vladimir Putin and Zelensky. A date may
    repeat one of the article's words, or name a day, month or year that holds one of the article's resolved dates.
    A text in a script without capitals cannot be proved to keep to the article, and is foreign as a whole.
    """
    if text == quote:
        return ()
    if any(unicodedata.category(ch) == "Lo" for ch in text if ch not in "ªº"):
        return (text,)
    own = _words_of(article_text)
    foreign: list[str] = []
    rest = list(text)
    spoken = find_dates(text, anchor)
    for mention in spoken:
        if not _is_known_date(mention, own, dates):
            foreign.append(mention.text)
        rest[mention.start : mention.end] = "," * (mention.end - mention.start)
    bare = "".join(rest)
    numbers = set(_numbers(bare))
    foreign += sorted(numbers - own.numbers)
    foreign += [" ".join(run) for run in _name_runs(bare, own) if not own.has_name(run)]
    said = find_dates(quote, anchor)
    outside_dates = quote
    for mention in reversed(said):
        outside_dates = outside_dates[: mention.start] + " " + outside_dates[mention.end :]
    if (
        numbers
    ):  # a rewrite that tells numbers must tell those of the quote: "$350 billion" for "$100 billion" is no rewrite
        foreign += sorted(set(_numbers(outside_dates)) - numbers)
    if spoken:
        foreign += [mention.text for mention in said if not _survives(mention, spoken)]
    return tuple(dict.fromkeys(foreign))


def _is_known_date(mention: DateMention, own: "_Words", dates: Sequence[DateMention]) -> bool:
    if f" {' '.join(_keys(mention.text))} " in own.line:
        return True
    if mention.earliest is None or mention.latest is None:
        return False
    return any(
        known.earliest is not None
        and known.latest is not None
        and mention.earliest <= known.earliest
        and known.latest <= mention.latest
        for known in dates
    )


def _survives(mention: DateMention, spoken: Sequence[DateMention]) -> bool:
    """Whether a date of the quote is still told by one of the rewrite's dates: in the same words, or as the same time."""
    if mention.earliest is None or mention.latest is None:
        return True
    return any(
        other.earliest is not None
        and other.latest is not None
        and other.earliest <= mention.latest
        and mention.earliest <= other.latest
        for other in spoken
    )


_WORD = re.compile(r"[^\W\d_](?:[\w&]|[.'’-](?=\w))*|\d(?:[\d.,]*\d)?")
_STARTS_SENTENCE = re.compile(r"(?:^|[.!?:;]\s|[“\"‘(\[—–])\s*$")
# Words that open an English sentence with a capital and are no names; any other capital must be the article's.
_OPENERS = frozenset(
    "a about according across after against all also although amid among an and another any as at because before being "
    "between both but by despite during each either even every few following for former four from had has have he her "
    "here his how however if in including into is it its last later like many members more most much neither new no none "
    "nor not now of on once one only or other others our over people she since so some such than that the their them then "
    "there these they this those three though through to two under unlike until up upon was we were what when where "
    "whether which while who whose why with within without you".split()
)
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_NUMBER_WORDS = {
    **{word: str(number) for number, word in enumerate(_UNITS)},
    **{word: str(10 * n) for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)},
    "dozen": "12",
    **{word: word for word in ("hundred", "thousand", "million", "billion", "trillion", "half", "third", "quarter")},
    **{f"{word}s": word for word in ("hundred", "thousand", "million", "billion", "trillion", "dozen")},
}
# "one" is far more often a pronoun than a number, and a rewrite may bring it in.
del _NUMBER_WORDS["one"]


def _keys(text: str) -> list[str]:
    """The words of a text as they are compared: without case, possessive s, and the dots of "U.S."."""
    return [_key(match.group()) for match in _WORD.finditer(text)]


def _key(word: str) -> str:
    return re.sub(r"['’]s?$", "", word.casefold()).replace("’", "'").replace(".", "" if word[0].isalpha() else ".")


def _numbers(text: str) -> Iterator[str]:
    for match in _WORD.finditer(text):
        word = match.group()
        if word[0].isdigit():
            yield word.replace(",", "")
        else:
            for part in word.casefold().split("-"):
                if part in _NUMBER_WORDS:
                    yield _NUMBER_WORDS[part]


@dataclass(frozen=True)
class _Words:
    """An article's words, arranged so that names and numbers can be looked up."""

    line: str  # every word, one blank between
    plain: frozenset[str]  # words that stand somewhere without a capital
    numbers: frozenset[str]
    names: frozenset[tuple[str, ...]]  # every part of every run of capitalised words
    starts: frozenset[tuple[str, ...]]  # the parts with which a run begins
    ends: frozenset[tuple[str, ...]]  # the parts with which a run ends

    def has_name(self, run: tuple[str, ...]) -> bool:
        """Whether a run is one of the article's, or several of them, each whole at the seam."""
        if run in self.names:
            return True
        return any(
            run[:cut] in self.ends
            and any(run[cut:stop] in self.starts for stop in range(cut + 1, len(run) + 1))
            and self.has_name(run[cut:])
            for cut in range(1, len(run))
        )


_LONGEST_NAME = 12
_LONGEST_ABBREVIATION = 3


@lru_cache(maxsize=8)
def _words_of(text: str) -> _Words:
    runs = [tuple(run) for run in _runs(text)]
    parts = {
        run[i:j] for run in runs for i in range(len(run)) for j in range(i + 1, min(len(run), i + _LONGEST_NAME) + 1)
    }
    return _Words(
        line=f" {' '.join(_keys(text))} ",
        plain=frozenset(m.group().casefold() for m in _WORD.finditer(text) if m.group()[0].islower()),
        numbers=frozenset(_numbers(text)),
        names=frozenset(parts),
        # A sentence's first word has its capital for free, so a name may begin after it.
        starts=frozenset(part for run in runs for i in (0, 1) for part in _prefixes(run[i:])),
        ends=frozenset(run[i:] for run in runs for i in range(len(run))),
    )


def _prefixes(run: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return (run[:j] for j in range(1, min(len(run), _LONGEST_NAME) + 1))


def _runs(text: str) -> Iterator[list[str]]:
    """The runs of capitalised words with only blanks, or the dot of an abbreviation, between them."""
    run: list[str] = []
    previous, last_end = "", 0
    for match in _WORD.finditer(text):
        word = match.group()
        gap = text[last_end : match.start()].strip()
        joined = gap == "" or (gap == "." and (len(previous) <= _LONGEST_ABBREVIATION or "." in previous))
        if run and (not joined or previous.endswith(("'s", "’s")) or not _is_capitalised(word)):
            yield run
            run = []
        if _is_capitalised(word):
            run.append(_key(word))
        previous, last_end = word, match.end()
    if run:
        yield run


def _is_capitalised(word: str) -> bool:
    return any(ch.isupper() or ch.istitle() for ch in word)


def _name_runs(text: str, own: _Words) -> Iterator[tuple[str, ...]]:
    """The names of a rewrite: its runs of capitalised words, without a word that is capital only because it opens a sentence."""
    blanked = list(text)
    for match in _WORD.finditer(text):
        word = match.group()
        opens = _STARTS_SENTENCE.search(text[: match.start()])
        if word == "I" or (opens and (word.casefold() in _OPENERS or word.casefold() in own.plain)):
            blanked[match.start() : match.end()] = "," * len(word)
    for run in _runs("".join(blanked)):
        yield tuple(run)
