# ruff: noqa: E501 - a pair reads best in one line
"""Pairs of a claim and a passage that differ in one thing: said in other words, or with another number, day, name, ...

`same` says what the claim says; `other` contradicts it; `apart` does neither, however alike it looks.
"""

from dataclasses import dataclass

from tests.verifiers import builders
from warehouse.records import Claim


@dataclass(frozen=True)
class Pair:
    """A claim, a passage with the day it was published on, and how the two relate."""

    claim: Claim
    passage: str
    relation: str
    published: str | None

    @property
    def name(self) -> str:
        return f"{self.relation}: {self.passage[:70]}"


def _pairs(claim: Claim, published: str, **passages: list[str]) -> list[Pair]:
    return [Pair(claim, passage, relation, published) for relation, texts in passages.items() for passage in texts]


PAIRS: list[Pair] = [
    *_pairs(
        builders.claim("Iceland voted in June 2016 to leave the European Union in the Brexit referendum.", about=("2016-06-01", "2016-06-30")),
        "2019-09-10",
        apart=["The United Kingdom voted in June 2016 to leave the European Union in the Brexit referendum."],
    ),
    *_pairs(
        builders.claim("Lund was convicted of fraud for her part in a Norport Harbour loan scheme and served sixteen years of a sixteen-year sentence.", said="2025-03-01"),
        "2025-02-28",
        apart=["Lund was convicted of fraud for her part in a Norport Harbour loan scheme and served eight years of a sixteen-year sentence."],
    ),
    *_pairs(
        builders.claim("Ada Lund has lived in Norport with her family for more than thirty years.", said="2025-03-01"),
        "2025-02-28",
        apart=["Ada Lund has lived in Norport with her family for more than twenty years."],
    ),
    *_pairs(
        builders.claim("The council of Norport opened the pier of Eastport on Friday, 2 March 2025.", about=("2025-03-02", "2025-03-02")),
        "2025-03-03",
        apart=["The council of Norport opened the pier of Eastport on Sunday."],
    ),
    *_pairs(
        builders.claim(
            "President Helena Marsh extended the sanctions against Belarus for another year last week.",
            about=("2025-02-24", "2025-03-02"),
        ),
        "2025-02-28",
        same=[
            "Helena Marsh prolonged the sanctions on Belarus by one more year on Thursday.",
            "President Marsh has renewed the sanctions against Belarus for a further year.",
            "The sanctions against Belarus were extended by a year on Thursday, under an order that Marsh signed.",
            "Marsh extended the sanctions imposed on Belarus for one year, a notice in the official gazette shows.",
        ],
        other=[
            "President Marsh lifted the sanctions against Belarus on Thursday.",
            "Marsh did not extend the sanctions against Belarus for another year.",
            "President Marsh ended the sanctions against Belarus this week, after one year.",
        ],
        apart=[
            "President Marsh extended the sanctions against Venezuela for another year on Thursday.",
            "President Ruben Ortiz extended the sanctions against Belarus for another year.",
            "President Marsh may extend the sanctions against Belarus for another year.",
            "President Marsh plans to extend the sanctions against Belarus for another year.",
            "Marsh extended the sanctions against Belarus for another year, an official said.",
            "The foreign ministry denied that Marsh extended the sanctions against Belarus for another year.",
            "Marsh met exiles from Belarus for a second time this year and spoke of the sanctions.",
            "Marsh asked parliament to extend the sanctions against Belarus for another year.",
            "If the talks fail, Marsh extends the sanctions against Belarus for another year.",
        ],
    ),
    *_pairs(
        builders.claim(
            "President Helena Marsh extended the sanctions against Belarus for another year last week.",
            about=("2025-02-24", "2025-03-02"),
        ),
        "2024-03-01",
        apart=[
            "President Marsh extended the sanctions against Belarus for another year on Thursday.",
            "President Marsh lifted the sanctions against Belarus on Thursday.",
        ],
    ),
    *_pairs(
        builders.claim(
            "Viktor Halloran and Pedro Lindgren spoke by telephone for 90 minutes on 12 February 2025.",
            about=("2025-02-12", "2025-02-12"),
        ),
        "2025-02-13",
        same=[
            "Halloran and Lindgren spoke by telephone on 12 February for about 90 minutes.",
            "Pedro Lindgren and Viktor Halloran spoke on the telephone for an hour and a half on Wednesday, 12 February.",
            "On Wednesday Halloran spoke by telephone with Lindgren for 90 minutes.",
        ],
        other=[
            "Halloran and Lindgren spoke by telephone on 12 February for 20 minutes.",
            "On 14 January 2025 Halloran and Lindgren spoke by telephone for 90 minutes.",
            "Halloran and Lindgren did not speak by telephone for 90 minutes on 12 February.",
        ],
        apart=[
            "Halloran and Oksana Bryl spoke by telephone on 12 February for 90 minutes.",
            "Halloran and Lindgren will speak by telephone for 90 minutes on 12 February.",
            "Lindgren claimed that he and Halloran spoke by telephone for 90 minutes on 12 February.",
            "Halloran spoke by telephone for 90 minutes on 12 February.",
        ],
    ),
    *_pairs(
        builders.claim(
            "The General Assembly of the United Nations adopted the resolution on Freedonia by 93 votes on 24 February 2025.",
            about=("2025-02-24", "2025-02-24"),
        ),
        "2025-02-25",
        same=[
            "The United Nations General Assembly passed the resolution on Freedonia with 93 votes on 24 February.",
            "On Monday, 24 February, the General Assembly of the United Nations approved the resolution on Freedonia by 93 votes.",
        ],
        other=[
            "The General Assembly of the United Nations rejected the resolution on Freedonia by 93 votes on 24 February.",
            "The General Assembly of the United Nations did not adopt the resolution on Freedonia, by 93 votes on 24 February.",
        ],
        apart=[
            "The General Assembly of the United Nations adopted the resolution on Sylvania by 93 votes on 24 February.",
            "On 24 February 2023 the General Assembly of the United Nations adopted a resolution on Freedonia by 141 votes.",
            "The General Assembly of the United Nations could adopt the resolution on Freedonia by 93 votes on 24 February.",
        ],
    ),
    *_pairs(
        builders.claim("Ilya Torvald died in a prison in Norilsk on 16 February 2024.", about=("2024-02-16", "2024-02-16")),
        "2024-02-18",
        same=[
            "Ilya Torvald died on 16 February in the prison in Norilsk where he was held.",
            "On Friday Ilya Torvald was killed in a prison in Norilsk.",
        ],
        other=[
            "Ilya Torvald died on 12 February in the prison in Norilsk.",
        ],
        apart=[
            "Ilya Torvald was moved on 16 February to the prison in Norilsk.",
            "Anna Torvald died on 16 February in the prison in Norilsk.",
            "Ilya Torvald nearly died in a prison in Norilsk on 16 February.",
            "Supporters of Ilya Torvald marched past the prison in Norilsk on 16 February.",
        ],
    ),
    *_pairs(
        builders.claim(
            "Norvik Bank cut 1,200 jobs in Tallinn in January 2025.", about=("2025-01-01", "2025-01-31"), kind="quantity"
        ),
        "2025-01-30",
        same=[
            "Norvik Bank cut 1,200 jobs in Tallinn in January.",
            "In January the lender Norvik Bank cut some 1,200 jobs at its office in Tallinn.",
        ],
        other=[
            "Norvik Bank cut 300 jobs in Tallinn in January.",
        ],
        apart=[
            "Norvik Bank created 1,200 jobs in Tallinn in January.",
            "Norvik Bank cut 300 jobs in Riga in January.",
            "Norvik Bank cut 300 jobs in Tallinn in January 2019.",
            "Norvik Bank threatened to cut 1,200 jobs in Tallinn in January.",
            "Norvik Bank cut 1,200 jobs in Tallinn in January, the union claimed.",
            "A rival of Norvik Bank cut spending in Tallinn in January and kept 1,200 people.",
        ],
    ),
    *_pairs(
        builders.claim("Forty people died when a ferry sank off Sumatra on 3 January 2025.", about=("2025-01-03", "2025-01-03")),
        "2025-01-05",
        same=["Forty people died on 3 January when a ferry sank off Sumatra."],
        apart=[
            "On 3 January a ferry sank off Sumatra; 37 people died and rescuers are looking for others.",
            "Forty people were rescued on 3 January when a ferry sank off Sumatra.",
            "Forty people died on 3 January when a bus crashed in Sumatra.",
        ],
    ),
    *_pairs(
        builders.claim("Norway attacked Denmark over the fishing quota in its note of 4 March 2025.", said="2025-03-05",
                       about=("2025-03-04", "2025-03-04")),
        "2025-03-05",
        apart=["Denmark attacked Norway over the fishing quota in its note of 4 March 2025."],
        same=["Norway attacked Denmark in a note of 4 March over the fishing quota."],
    ),
    *_pairs(
        builders.claim("The court in Leuven convicted Marek Dolan of fraud on 20 January 2025.", about=("2025-01-20", "2025-01-20")),
        "2025-01-21",
        same=[
            "Marek Dolan was convicted of fraud on Monday by the court in Leuven.",
            "On 20 January the Leuven court convicted Marek Dolan of fraud.",
        ],
        other=["The court in Leuven acquitted Marek Dolan of fraud on 20 January."],
        apart=[
            "The court in Leuven heard Marek Dolan on 20 January; he is accused of fraud.",
            "Prosecutors asked the court in Leuven on 20 January to convict Marek Dolan of fraud.",
            "Marek Dolan is expected to be convicted of fraud by the court in Leuven.",
        ],
    ),
    *_pairs(
        builders.claim(
            "The central bank of Turkey raised its interest rate by two percentage points on 6 March 2025.",
            said="2025-03-07", about=("2025-03-06", "2025-03-06"), kind="quantity",
        ),
        "2025-03-06",
        same=["On Thursday Turkey's central bank raised its interest rate by two percentage points."],
        other=[
            "The central bank of Turkey lowered its interest rate by two percentage points on Thursday.",
            "The central bank of Turkey raised its interest rate by half a percentage point on Thursday.",
        ],
        apart=[
            "The central bank of Hungary raised its interest rate by two percentage points on Thursday.",
            "Economists expected the central bank of Turkey to raise its interest rate by two percentage points.",
        ],
    ),
    *_pairs(
        builders.claim("All members of the Harbour Board resigned in Aldport on 2 March 2025.", about=("2025-03-02", "2025-03-02")),
        "2025-03-02",
        same=["All members of the Harbour Board in Aldport resigned on 2 March."],
        apart=[
            "Some members of the Harbour Board in Aldport resigned on 2 March.",
            "Most members of the Harbour Board in Aldport resigned on 2 March.",
        ],
    ),
    *_pairs(
        builders.claim("Estonia did not sign the fisheries treaty with Latvia in February 2025.", about=("2025-02-01", "2025-02-28")),
        "2025-02-27",
        same=["Estonia did not sign the fisheries treaty with Latvia this month."],
        other=["Estonia signed the fisheries treaty with Latvia on 20 February."],
        apart=["Estonia discussed the fisheries treaty with Latvia on 20 February."],
    ),
    *_pairs(
        builders.claim("Life expectancy in Estland is 81.4 years.", kind="quantity", about=("2025-01-01", "2025-03-31")),
        "2025-03-01",
        same=["Life expectancy in Estland is now 81.4 years."],
        other=["Life expectancy in Estland is 83.9 years, figures show."],
        apart=[
            "Life expectancy in Estland for women is 83.9 years.",
            "Women's life expectancy in Estland is 83.9 years, figures show.",
            "Female life expectancy in Estland is 83.9 years.",
            "Life expectancy in Estland is 83.9 years among women.",
            "Life expectancy in the north of Estland is 83.9 years.",
            "Life expectancy in Estland for women is 81.4 years.",
            "Men's life expectancy in Estland is 81.4 years.",
        ],
    ),
    *_pairs(
        builders.claim(
            "Life expectancy in Estland for women is 83.9 years.", kind="quantity", about=("2025-01-01", "2025-03-31")
        ),
        "2025-03-01",
        same=["Women's life expectancy in Estland is 83.9 years."],
        apart=[
            "Life expectancy in Estland is 81.4 years.",
            "Life expectancy in Estland is 83.9 years; for women it is 86.2 years.",
        ],
    ),
    *_pairs(
        builders.claim(
            "Norvik Bank made a profit of 40 million euros in Estland.", kind="quantity", about=("2025-01-01", "2025-03-31")
        ),
        "2025-03-01",
        apart=[
            "Norvik Bank made a first-quarter profit of 12 million euros in Estland.",
            "Norvik Bank made a profit of 12 million euros for shareholders in Estland.",
        ],
    ),
    *_pairs(
        builders.claim(
            "The Norse Airline flight from Riga to Paris crashed on 30 April 2025.", about=("2025-04-30", "2025-04-30")
        ),
        "2025-05-01",
        same=["The Norse Airline flight to Paris from Riga crashed on 30 April."],
        apart=[
            "The Norse Airline flight from Paris to Riga crashed on 30 April 2025.",
            "The Norse Airline flight to Riga from Paris crashed on 30 April 2025.",
            "A Norse Airline flight crashed on 30 April 2025 after it had left Paris for Riga.",
        ],
    ),
    *_pairs(
        builders.claim("Riga beat Paris in the ice hockey final on 30 April 2025.", about=("2025-04-30", "2025-04-30")),
        "2025-05-01",
        same=["Riga beat Paris on 30 April in the final of the ice hockey."],
        apart=["Paris beat Riga in the ice hockey final on 30 April 2025."],
    ),
    *_pairs(
        builders.claim("Riga lost to Paris in the ice hockey final on 30 April 2025.", about=("2025-04-30", "2025-04-30")),
        "2025-05-01",
        apart=["Paris lost to Riga in the ice hockey final on 30 April 2025."],
    ),
    *_pairs(
        builders.claim(
            "The Harrow Council voted to close the Eastgate Library on 3 March 2025.", about=("2025-03-03", "2025-03-03")
        ),
        "2025-03-04",
        same=["On 3 March the Harrow Council voted to close the Eastgate Library."],
        apart=[
            "The Harrow Council voted against a motion to close the Eastgate Library on 3 March.",
            "The Harrow Council voted on 3 March to reject a plan to close the Eastgate Library.",
            "The Harrow Council voted against closing the Eastgate Library on 3 March.",
            "The Harrow Council voted on 3 March and a bill to close the Eastgate Library was defeated.",
        ],
    ),
    *_pairs(
        builders.claim("Dorotea Falk was elected mayor of Sundvik.", about=("2025-02-20", "2025-03-03")),
        "2025-03-01",
        same=[
            "Dorotea Falk has been elected mayor of Sundvik.",
            "Dorotea Falk was elected as Sundvik's mayor.",
        ],
        apart=[
            "Dorotea Falk was elected mayor of Norrvik, beating a rival from Sundvik.",
            "Dorotea Falk, born in Sundvik, was elected mayor of Norrvik.",
            "Dorotea Falk, who comes from Sundvik, was elected mayor.",
            "Dorotea Falk of Sundvik was elected Norrvik's mayor.",
        ],
    ),
    *_pairs(
        builders.claim("A footbridge of Norvik Steel collapsed in Aldport on 3 March 2025.", about=("2025-03-03", "2025-03-03")),
        "2025-03-04",
        same=["A footbridge of Norvik Steel collapsed in Aldport on 3 March."],
        apart=["A footbridge of Norvik Steel collapsed in Eastgate, far from Aldport, on 3 March."],
    ),
]  # fmt: skip
