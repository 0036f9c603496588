"""What would settle a claim that is not decided, for an editor: whose record, how many more origins, from when."""

import re
from collections.abc import Sequence

from verifiers.rules import Rules
from verifiers.sides import Counted, Sides, is_known_when_said
from warehouse.records import KINDS_OF_SAYING, Claim

# Who keeps the record of what a claim tells of, by words that stand in it; the first that fits is told. What was
# done comes before what it was about: the act on sanctions, the treaty on trade, the verdict on a company's taxes.
_RECORDS = tuple(
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), record)
    for words, record in (
        (
            r"convicted|acquitted|sentenced|ruled|rulings?(?! (?:party|coalition|class|family))|lawsuits?|indict\w+"
            r"|tribunal|courts?|warrants?|charged with",
            "the court's decision",
        ),
        ("resolutions?|general assembly|security council", "the text of the resolution and the record of the vote"),
        ("decrees?|executive orders?|ordinance", "the text in the official gazette"),
        (
            r"(?-i:Act)|act of (?:parliament|congress)|(?<!energy )(?<!gas )(?<!water )bills?|laws?|legislation"
            r"|amendments?|(?:parliament|senate|congress|house of \w+) (?:passed|voted|approved|adopted|rejected"
            r"|ratified|repealed)|passed by \w+",
            "the text of the act and the parliament's record of the vote",
        ),
        (r"treat(?:y|ies)|agreements?|pact|accords?|convention|memorandum", "the text of the agreement"),
        (
            r"appoint\w*|sworn in|inaugurat\w+|took office|resign\w*|stepped down|stood down|named (?:as|to)|nominated"
            r"|elected (?:\w+ ){1,4}of the (?:\w+ ){0,3}(?:association|union|federation|club|board|committee|party)",
            "the notice of the body that appoints or elects to the office",
        ),
        ("elections?|referendum|ballots?|turnout|elected", "the electoral commission's results"),
        ("parliament|senate|voted?", "the parliament's record of text and vote"),
        ("sanctions?|sanctioned|tariffs?", "the text in the official gazette"),
        (
            r"cup|league|championships?|olympics?|world record|medals?|tournament|grand prix|\w+ metres in|wickets?"
            r"|beat \w+ (?:\w+ )?\d+[-–]\d+",
            "the organiser's official results",
        ),
        (r"oscars?|nobel|prize|awards?|award(?:ed)? for", "the list of winners of whoever gives the award"),
        (r"interest rates?|key rate|base rate|policy rate", "the central bank's decision"),
        (
            r"brent|crude|barrel|gold|bitcoin|exchange rate|against the (?:dollar|euro|pound|yen)"
            r"|stock (?:index|market)|share price",
            "the closing prices of the exchange",
        ),
        ("inflation|consumer prices?|cost of living|price index", "the statistics office's consumer price index"),
        (
            r"average house|house prices?|rents?|price of|prices|costs? (?:about )?[\d$€£]",
            "the statistics office's prices",
        ),
        (
            r"dismiss\w* (?:\d|[\w,]+ (?:of its )?(?:employees|workers|staff))|laid off|lay-?offs|redundanc\w+|job cuts"
            r"|sacked \d",
            "the company's notice or filing",
        ),
        ("unemploy\\w+|jobless\\w*|employment|workforce|wages?", "the statistics office's labour force survey"),
        ("gdp|gross domestic product|economic growth|recession|economy", "the statistics office's national accounts"),
        (
            "exports?|imports?|trade (?:deficit|surplus|balance)",
            "the customs office's trade figures",
        ),
        (
            r"budget|(?:public|national|government) debt|(?:budget )?deficit|tax(?:es)?|government (?:revenues?|spent"
            r"|spending)|public spending|spent [^.]{0,40}\bon (?:defen[cs]e|health|education|roads)",
            "the finance ministry's figures",
        ),
        (
            r"shares?|shareholders?|profits?|turnover|revenues?|sales|earnings|dividends?|mergers?|takeover|acquired"
            r"|acquisition|bankrupt\w*",
            "the company's filing or annual report",
        ),
        ("crimes?|murders?|homicides?|burglar\\w+", "the police's recorded crime statistics"),
        (r"waiting lists?|hospitals?|patients", "the health service's statistics"),
        ("vaccin\\w+|covid(?:-19)?|coronavirus|epidemic|infections?", "the public health agency's figures"),
        (
            "migrants?|(?:net )?migration|immigra\\w+|asylum|refugees?|deport\\w+",
            "the migration authority's or the statistics office's figures",
        ),
        ("population|census|births?|life expectancy|mortality", "the census or the statistics office's figures"),
        (r"emissions|carbon dioxide|co2", "the emissions inventory of the environment agency"),
        ("temperatures?|rainfall|heatwave|hottest|coldest", "the meteorological office's data"),
        ("earthquake|magnitude", "the geological survey's report"),
        ("without power|power cuts?|outages?|blackout", "the grid operator's figures"),
        ("crash\\w*|derail\\w+", "the accident investigators' report"),
        ("stud(?:y|ies)|researchers|trial|scientists", "the study as it was published"),
        ("tweet\\w*|posted|facebook|instagram|telegram", "the post itself, from the account"),
    )
)
_BY_KIND = {
    "quantity": "the figure from whoever counts it, for the same thing and the same time",
    "comparison": "both figures from whoever counts them, for the same time",
    "state": "the rule, register or list that says so, as it stood at the time",
    "cause": "the finding of an inquiry, a court or a study of the cause",
    "quote": "the words themselves: a recording, a transcript, or the statement as it was issued",
    "position": "the speaker's own statement, vote or document, as it was issued",
    "prediction": "what came of it, once its day has passed",
}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_OF_AN_EVENT = "the record of it by those whose task it is to know"


def what_would_settle(claim: Claim, sides: Sides, counted: Sequence[Counted], rules: Rules) -> str:
    """A sentence or two: the record that tells it, and what else, given what there is, would be enough."""
    ways = ", or ".join((_record(claim), _origins(sides, rules)))
    return f"What would settle it: {ways}.{_from_then(claim, sides, counted)}"


def _record(claim: Claim) -> str:
    by_kind = _BY_KIND.get(claim.kind, _OF_AN_EVENT)
    if claim.kind in KINDS_OF_SAYING or claim.kind == "prediction":
        return by_kind
    kept = next((record for pattern, record in _RECORDS if pattern.search(claim.text)), None)
    return f"a primary record, such as {kept}" if kept else f"a primary record: {by_kind}"


def _origins(sides: Sides, rules: Rules) -> str:
    for_it, against_it = len(sides.supporting), len(sides.refuting)
    if for_it and against_it:
        needed = max(2 * min(for_it, against_it), rules.min_origins)
        if max(for_it, against_it) < needed:
            return f"{in_words(needed)} independent origins on one side, with no more on the other"
        return "another independent origin that says so plainly"
    found = max(for_it, against_it)
    missing = rules.min_origins - found
    if found and missing > 0:
        more = "one more origin" if missing == 1 else f"{in_words(missing)} more origins"
        return f"{more}, independent of what was found"
    if found:
        return "another independent origin that says so plainly"
    return "one origin that speaks of it" if rules.min_origins == 1 else f"{in_words(missing)} independent origins"


def _from_then(claim: Claim, sides: Sides, counted: Sequence[Counted]) -> str:
    """What is missing of the time, where what was found may tell of another."""
    if not sides.later:
        return ""
    said = claim.said_from or claim.said_to or (claim.published_at.date() if claim.published_at else None)
    if said is None or any(is_known_when_said(claim, one.document) for one in counted if one.stance == "refutes"):
        return ""
    return f" Against it counts a page from before {said.day} {said:%B %Y}, or one that tells of that time."


def in_words(count: int) -> str:
    """A small number as a newspaper writes it: two."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)
