# ruff: noqa: E501 - a pair reads best in one line
"""Claims with passages that bear them out in other words, and passages that differ in one thing, by what it is."""

from dataclasses import dataclass
from itertools import product


@dataclass(frozen=True)
class Held:
    """A claim, a passage, and what it differs in; nothing where it bears the claim out."""

    claim: str
    passage: str
    differs: str = ""

    @property
    def name(self) -> str:
        return f"{self.differs or 'same'}: {self.passage[:60]} | {self.claim[:40]}"


def held_pairs(claim: str, *same: str, **differing: list[str]) -> list[Held]:
    """A claim with itself, with passages that say the same, and with such as differ, by what it is."""
    return [Held(claim, passage) for passage in (claim, *same)] + [
        Held(claim, passage, kind) for kind, passages in differing.items() for passage in passages
    ]


PAIRS: list[Held] = [
    *held_pairs(
        "No fewer than 500 people died in the Norport fire.",
        "520 people died in the Norport fire.",
        "In the Norport fire at least 600 people died.",
        number=["480 people died in the Norport fire.", "Fewer than 500 people died in the Norport fire."],
    ),
    *held_pairs(
        "Nearly 500 people died in the Norport fire.",
        number=["No fewer than 500 people died in the Norport fire."],
    ),
    *held_pairs(
        "More than 30 people were hurt in the Norport fire.",
        "In the Norport fire more than 40 people were hurt.",
        "In the Norport fire 42 people were hurt.",
        number=[
            "In the Norport fire more than 20 people were hurt.",
            "In the Norport fire at least 25 people were hurt.",
        ],
    ),
    *held_pairs(
        "From 2004 to 2019 Ada Lund played for Norport.",
        "Ada Lund played for Norport from 2004 to 2019.",
        "Ada Lund (Norport, 2004–2019) played for Norport.",
        day=["Ada Lund played for Norport from 2012 to 2019.", "Ada Lund played for Norport from 2004 until 2021."],
    ),
    *held_pairs(
        "The Commission gave Freedonia 430 million euros for roads in 2023.",
        "In 2023 the Commission gave Freedonia €430 million for roads.",
        "Freedonia received some 430 million euros for its roads from the Commission in 2023.",
        "The Commission's grant of 0.43 billion euros for Freedonian roads was paid in 2023.",
        "The Commission, which also funds railways, gave Freedonia 430 million euros for roads in May 2023.",
        number=[
            "The Commission gave Freedonia 340 million euros for roads in 2023.",
            "In 2023 the Commission gave Freedonia €43 million for roads.",
            "The Commission gave Freedonia 430 billion euros for roads in 2023.",
        ],
        day=[
            "The Commission gave Freedonia 430 million euros for roads in 2021.",
            "In 2019 the Commission gave Freedonia 430 million euros for roads.",
        ],
        name=[
            "The Commission gave Sylvania 430 million euros for roads in 2023.",
        ],
        polarity=[
            "The Commission did not give Freedonia 430 million euros for roads in 2023.",
            "The Commission refused to pay Freedonia 430 million euros for roads in 2023.",
        ],
    ),
    *held_pairs(
        "Mayor Jane Roe resigned on May 12, 2025.",
        "Jane Roe resigned as mayor on 12 May 2025.",
        "On May 12, 2025, Roe resigned, two years after she was elected.",
        "Mayor Roe quit on 12 May 2025 after a vote of the council.",
        day=[
            "Mayor Jane Roe resigned on May 21, 2025.",
            "Mayor Jane Roe resigned on April 12, 2025.",
            "Jane Roe resigned as mayor on 12 May 2024.",
        ],
        name=[
            "Mayor Carla Roe resigned on May 12, 2025.",
            "Mayor Peter Lund resigned on May 12, 2025.",
        ],
        polarity=[
            "Mayor Jane Roe did not resign on May 12, 2025.",
            "Mayor Jane Roe never resigned, whatever was reported of May 12, 2025.",
        ],
        modality=[
            "Mayor Jane Roe plans to resign on May 12, 2025.",
            "Mayor Jane Roe may resign on May 12, 2025.",
            "Mayor Jane Roe is expected to resign on May 12, 2025.",
        ],
    ),
    *held_pairs(
        "Unemployment in Norland fell to 5.2 percent in March.",
        "In March, Norland's unemployment rate fell to 5.2%.",
        "Norland's unemployment dropped to 5.2 per cent in March, from 5.6 in February.",
        number=[
            "Unemployment in Norland fell to 4.1 percent in March.",
            "Norland's unemployment fell to 2.5 percent in March.",
        ],
        day=["Unemployment in Norland fell to 5.2 percent in June."],
        polarity=[
            "Unemployment in Norland rose to 5.2 percent in March.",
            "In March unemployment in Norland increased to 5.2 percent.",
        ],
        name=["Unemployment in Sylvania fell to 5.2 percent in March.", "Unemployment in France fell to 5.2 percent in March."],
    ),
    *held_pairs(
        "One in four pupils in Aldport speaks a second language at home.",
        "25 percent of the pupils in Aldport speak a second language at home.",
        "A quarter of pupils in Aldport speak a second language at home.",
        number=[
            "One in ten pupils in Aldport speaks a second language at home.",
            "40 percent of pupils in Aldport speak a second language at home.",
            "Half of the pupils in Aldport speak a second language at home.",
        ],
        name=["One in four pupils in Eastgate speaks a second language at home."],
    ),
    *held_pairs(
        "The tunnel between Aldport and Eastgate is 12 kilometres long.",
        "The tunnel from Aldport to Eastgate is 12 km long.",
        "At 7.5 miles, the tunnel between Aldport and Eastgate is long for its kind.",
        "A tunnel 12,000 metres long links Aldport and Eastgate.",
        number=[
            "The tunnel between Aldport and Eastgate is 20 kilometres long.",
            "The tunnel between Aldport and Eastgate is 12 miles long.",
        ],
        name=["The tunnel between Aldport and Sundvik is 12 kilometres long."],
    ),
    *held_pairs(
        "More than 200 people were arrested at the rally in Lille.",
        "Police arrested 214 people at the rally in Lille.",
        "Over 200 people were detained at the Lille rally.",
        "At least 205 protesters were arrested during the rally in Lille.",
        number=["Police arrested 20 people at the rally in Lille.", "Fewer than 100 people were arrested at the rally in Lille."],
        name=["More than 200 people were arrested at the rally in Lyon.", "More than 200 people were arrested at the rally in Ghent."],
        polarity=["None of the more than 200 people at the rally in Lille was arrested."],
    ),
    *held_pairs(
        "All members of the Harbour Board resigned.",
        "All the members of the Harbour Board have resigned.",
        "Every member of the Harbour Board resigned.",
        scope=[
            "Some members of the Harbour Board resigned.",
            "Most members of the Harbour Board resigned.",
            "Several members of the Harbour Board resigned, and the others stay.",
        ],
        polarity=["The members of the Harbour Board did not resign.", "No members of the Harbour Board resigned."],
    ),
    *held_pairs(
        "Norvik Steel is the largest employer in Aldport.",
        "The largest employer of Aldport is Norvik Steel.",
        "Norvik Steel, Aldport's largest employer, was founded in 1921.",
        scope=[
            "Norvik Steel is the second largest employer in Aldport.",
            "Norvik Steel is one of the largest employers in Aldport.",
        ],
        name=["Baltic Timber is the largest employer in Aldport.", "Norvik Steel is the largest employer in Sundvik."],
    ),
    *held_pairs(
        "Sundvik finished third in the league.",
        "Third in the league was Sundvik.",
        scope=["Sundvik finished second in the league.", "Sundvik finished tenth in the league."],
        name=["Eastgate finished third in the league."],
    ),
    *held_pairs(
        "Riga beat Paris 3-1 in the final.",
        "In the final Riga beat Paris 3-1.",
        "Paris were beaten 3-1 by Riga in the final.",
        role=["Paris beat Riga 3-1 in the final."],
        number=["Riga beat Paris 4-2 in the final."],
    ),
    *held_pairs(
        "The court acquitted Marek Dolan of fraud.",
        "Marek Dolan was acquitted of fraud by the court.",
        "Dolan was cleared of fraud by the court.",
        polarity=[
            "The court convicted Marek Dolan of fraud.",
            "The court did not acquit Marek Dolan of fraud.",
        ],
        name=["The court acquitted Stefan Dolan of fraud.", "The court acquitted Mia Tanner of fraud."],
    ),
    *held_pairs(
        "The council approved the budget after a long debate.",
        "After a long debate the budget was approved by the council.",
        "The council passed the budget after long debate.",
        polarity=[
            "The council rejected the budget after a long debate.",
            "The council did not approve the budget after a long debate.",
        ],
        modality=[
            "The council is expected to approve the budget after a long debate.",
            "The council might have approved the budget after a long debate.",
        ],
    ),
    *held_pairs(
        "The bridge at Sundvik was closed before the storm.",
        "Before the storm the bridge at Sundvik was closed.",
        polarity=[
            "The bridge at Sundvik was closed after the storm.",
            "The bridge at Sundvik was not closed before the storm.",
            "The bridge at Sundvik was opened before the storm.",
        ],
        name=["The bridge at Harrow was closed before the storm."],
    ),
    *held_pairs(
        "Ada Lund, the Norwegian foreign minister, met Ruben Ortiz in Lisbon.",
        "The foreign minister of Norway, Ada Lund, met Ruben Ortiz in Lisbon.",
        "Lund met Ortiz in the Portuguese capital, Lisbon. She is Norway's foreign minister.",
        name=[
            "Ada Lund, the Norwegian foreign minister, met Pedro Salas in Lisbon.",
            "Ada Lund, the Norwegian foreign minister, met Ruben Ortiz in Madrid.",
        ],
        polarity=["Ada Lund, the Norwegian foreign minister, did not meet Ruben Ortiz in Lisbon."],
        modality=["Ada Lund, the Norwegian foreign minister, will meet Ruben Ortiz in Lisbon.", "Ada Lund, the Norwegian foreign minister, hopes to meet Ruben Ortiz in Lisbon."],
    ),
    *held_pairs(
        "The World Health Organization declared the outbreak over in 2021.",
        "In 2021 the WHO declared the outbreak over.",
        "The outbreak was declared over by the World Health Organization in July 2021.",
        name=["The Red Cross declared the outbreak over in 2021."],
        day=["The World Health Organization declared the outbreak over in 2020."],
    ),
    *held_pairs(
        "The airline employs 1,200 people in Tallinn.",
        "In Tallinn the airline employs about 1,200 people.",
        "The airline has 1,210 people in Tallinn whom it employs.",
        number=["The airline employs 12,000 people in Tallinn.", "The airline employs 900 people in Tallinn."],
        name=["The airline employs 1,200 people in Riga."],
    ),
    *held_pairs(
        "Three miners died in the accident at Kolby.",
        "Three miners were killed in the accident at Kolby.",
        "The accident at Kolby killed three miners.",
        number=["Five miners died in the accident at Kolby.", "Thirteen miners died in the accident at Kolby."],
        name=["Three miners died in the accident at Varne."],
        polarity=["Three miners survived the accident at Kolby.", "No miners died in the accident at Kolby."],
    ),
    *held_pairs(
        "Arrests in Tano doubled last year.",
        "Last year arrests in Tano rose by 100 percent.",
        "Last year arrests in Tano were up by 98 per cent.",
        "Last year Tano saw twice as many arrests.",
        number=[
            "Last year arrests in Tano rose by 50 percent.",
            "Last year arrests in Tano rose by 200 percent.",
            "Last year arrests in Tano fell by 100 percent.",
        ],
    ),
    *held_pairs(
        "Arrests in Tano fell by 50 percent.",
        "Arrests in Tano halved.",
        number=["Arrests in Tano doubled."],
    ),
    *held_pairs(
        "More than one in three voters in Tano stayed at home.",
        "Nearly every second voter in Tano, or 48 percent, stayed at home.",
        number=["Every fifth voter in Tano stayed at home."],
    ),
    *held_pairs(
        "Every third voter in Tano stayed at home.",
        "One in three voters in Tano stayed at home.",
        "A third of the voters in Tano stayed at home.",
        number=["Every fourth voter in Tano stayed at home."],
    ),
    *held_pairs(
        "Fourteen people were injured in Tano.",
        "Sixty-two people were led out of the train in Tano. Medics took 14 casualties, all injured, from there.",
        number=["Sixty-two people were injured in Tano. Medics took 14 households from there."],
    ),
    *held_pairs(
        "The power cut in Tano hit 200,000 households.",
        "In Tano the power cut hit 200,000 homes.",
        number=["The power cut in Tano hit 78,400 household connections, or about 200,000 residents."],
    ),
]  # fmt: skip

_SOURCES = ("the minister", "Pavel Ostrov", "the union", "Mayor Jane Roe", "a spokesman for Norvik Steel")
_CONTENTS = (
    "Norland has shipped 500 tanks to Freedonia",
    "the harbour in Aldport was closed on Friday",
    "wages in Sundvik rose by four percent in 2024",
    "the dam near Kolby broke after the storm",
    "nobody was hurt in the fire at Eastgate",
)
_FRAMES = (
    "{S} said that {c}.",
    "{S} said {c}.",
    "{C}, {s} said.",
    "{C}, according to {s}.",
    "According to {s}, {c}.",
    "“{C},” said {s}.",
    "“{C},” {s} told reporters.",
    "{S} claimed that {c}.",
    "{S} insisted on Monday that {c}.",
    "{S} told parliament that {c}.",
    "{S} wrote on Telegram that {c}.",
    "{S} tweeted: “{C}.”",
    "In a statement, {s} said that {c}.",
    "{S} alleged that {c}.",
    "{S} announced on Tuesday that {c}.",
    "It was {s} who said that {c}.",
    "{S} has repeatedly asserted that {c}.",
    "Speaking to journalists, {s} said: “{C}.”",
    "{C}, {s} wrote.",
    "{C}, as {s} told the newspaper.",
)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _sayings() -> list[tuple[str, str, str]]:
    """(source, what is said, the sentence), each frame with each content, the sources in turn."""
    told = []
    for number, (frame, content) in enumerate(product(_FRAMES, _CONTENTS)):
        source = _SOURCES[(number + number // len(_CONTENTS)) % len(_SOURCES)]
        words = {"S": _capital(source), "s": source, "C": _capital(content), "c": content}
        told.append((source, content, frame.format(**words)))
    return told


SAYINGS = _sayings()
