# ruff: noqa: E501 - a pair reads best in one line
"""Claims with passages that seem to be of the same thing and are not, by what it is that differs."""

from typing import Literal, NamedTuple

Relation = Literal["same", "other", "apart"]  # bears it out; may contradict it; neither


class Pair(NamedTuple):
    """A claim, a passage, and what the one makes of the other. `said`: the day of the claim, where it matters."""

    kind: str
    claim: str
    passage: str
    relation: Relation
    said: str = "2025-03-03"


def _pairs(kind: str, claim: str, *, said: str = "2025-03-03", **passages: list[str]) -> list[Pair]:
    return [
        Pair(kind, claim, passage, relation, said)  # type: ignore[arg-type]
        for relation, several in passages.items()
        for passage in several
    ]


_UNEMPLOYMENT = "Unemployment in Tarnia was 6.1 percent in 2024."

SINCE = [
    pair
    for claim in (
        "Mira Koval has been health minister of Tarnia since 2019.",
        "Mira Koval had been health minister of Tarnia since 2019.",
    )
    for pair in _pairs(
        "since",
        claim,
        same=[
            "Mira Koval was appointed health minister of Tarnia in 2019.",
            "Mira Koval became Tarnia's health minister in 2019.",
            "Mira Koval took office as health minister of Tarnia in June 2019.",
            "Since 2019 Mira Koval has been the health minister of Tarnia.",
            "Mira Koval has been health minister of Tarnia since April 2019.",
            "Mira Koval, who has served as Tarnia's health minister since 2019, opened the ward.",
        ],
        other=[
            "Mira Koval has been health minister of Tarnia since 2021.",
            "Mira Koval became health minister of Tarnia in 2021.",
        ],
        apart=[
            "Mira Koval is the health minister of Tarnia.",
            "Mira Koval, health minister of Tarnia, visited a clinic in 2021.",
            "Mira Koval was health minister of Tarnia in 2019.",
            "In 2022 Mira Koval, the health minister of Tarnia, opened a hospital.",
            "Mira Koval resigned as health minister of Tarnia in 2023.",
        ],
    )
] + [
    *_pairs(
        "since",
        "The bridge at Sundvik has been closed to lorries since March 2022.",
        same=["The bridge at Sundvik was closed to lorries in March 2022."],
        other=[
            "The bridge at Sundvik was closed to lorries in May 2023.",
            "The bridge at Sundvik has been closed to lorries since May 2023.",
        ],
        apart=["The bridge at Sundvik is closed to lorries."],
    ),
    *_pairs(
        "since",
        "From 1 July 2023 on, plastic bags were banned in Tarnia.",
        same=["A ban on plastic bags took effect in Tarnia on 1 July 2023.", "Tarnia banned plastic bags from 1 July 2023."],
        other=["Plastic bags were banned in Tarnia in 2024."],
        apart=["Plastic bags are banned in Tarnia."],
    ),
    *_pairs(
        "since",
        "Lena Orban has led the Green Party since 2020.",
        same=["Lena Orban took over as leader of the Green Party in 2020."],
        apart=[
            "In 2023 Lena Orban praised the programme of the Green Party.",
            "Lena Orban wrote a book about the Green Party in 2015.",
        ],
    ),
]  # fmt: skip

ANOTHERS = [
    *_pairs("another's number", "The tunnel under the Varne cost 41 million euros.", apart=["The bridge at Kolby cost 84 million euros.", "The bridge over the Varne cost 84 million euros."]),
    *_pairs("another's number", "The tunnel cost 41 million.", other=["The tunnel cost 84 million."], apart=["The bridge cost 84 million.", "Officials compared the tunnel with the bridge, which cost 84 million.", "The tunnel was opened after the bridge, which cost 84 million."]),
    *_pairs("another's number", "Norvik Steel employs 1,200 people.", other=["Norvik Steel employs 900 people."], apart=["Baltic Timber employs 900 people."]),
    *_pairs("another's number", "The library in Aldport cost 12 million euros to build.", apart=["The swimming pool in Aldport cost 20 million euros to build."]),
    *_pairs("another's number", "The fire in Eastgate destroyed 40 houses.", apart=["The flood in Eastgate destroyed 75 houses."]),
    *_pairs("another's number", "The mayor of Aldport earns 90,000 euros a year.", apart=["The deputy mayor of Aldport earns 70,000 euros a year."]),
    *_pairs("another's day", "The museum in Lille opened in 1998.", other=["The museum in Lille opened in 2005."], apart=["The library in Lille opened in 2005."]),
    *_pairs("another's day", "Mira Koval was health minister of Tarnia in 2020.", apart=["Mira Koval resigned as health minister of Tarnia in 2023."]),
    *_pairs("another's day", "The mine at Kolby was open in 2015.", apart=["The mine at Kolby was closed in 2019."], said="2015-05-04"),
]  # fmt: skip

PARTS = [
    *_pairs(
        "part",
        _UNEMPLOYMENT,
        same=[
            "In 2024, Tarnia's unemployment rate stood at 6.1 percent.",
            "Tarnia's unemployment was 6.1% in 2024.",
            "Unemployment in Tarnia was 6.1 percent in 2024, and 7.4 percent among women.",
        ],
        apart=[
            "Unemployment among women in Tarnia was 6.1 percent in 2024.",
            "Unemployment in the north of Tarnia was 6.1 percent in 2024.",
            "Unemployment in northern Tarnia was 6.1 percent in 2024.",
            "Unemployment in Tarnia was 6.1 percent in March 2024.",
            "Youth unemployment in Tarnia was 6.1 percent in 2024.",
            "Female unemployment in Tarnia was 6.1 percent in 2024.",
            "Unemployment among women in Tarnia was 7.4 percent in 2024.",
            "Unemployment in Tarnia was 7.4 percent in March 2024.",
            "Unemployment in the north of Tarnia was 7.4 percent in 2024.",
        ],
    ),
    *_pairs("whole", "Unemployment among women in Tarnia was 6.1 percent in 2024.", apart=["Unemployment in Tarnia was 6.1 percent in 2024.", "Unemployment in Tarnia was 5.3 percent in 2024."]),
    *_pairs("whole", "Unemployment in the north of Tarnia was 6.1 percent in 2024.", apart=["Unemployment in Tarnia was 6.1 percent in 2024."]),
    *_pairs("whole", "Unemployment in Tarnia was 6.1 percent in March 2024.", apart=["Unemployment in Tarnia was 6.1 percent in 2024."]),
    *_pairs("part", "Exports of Tarnia rose by 4 percent in 2023.", apart=["Exports of Tarnia rose by 4 percent in the first quarter of 2023.", "Exports of Tarnia to Sylvania rose by 4 percent in 2023."]),
    *_pairs("part", "Turnout in Aldport was 54 percent.", apart=["Turnout among people under 30 in Aldport was 54 percent."]),
    *_pairs("part", "Half of all teachers in Tarnia are over 50.", apart=["Half of all teachers in rural Tarnia are over 50."]),
    *_pairs("part", "The rally in Aldport took place in 2024.", same=["The rally in Aldport took place in March 2024."]),
]  # fmt: skip

ROLES = [
    pair
    for doer, verb, done, sufferer, rest in (
        ("the minister", "accused", "accused", "the union", " of lying"),
        ("Lena Orban", "accused", "accused", "Pavel Ostrov", " of fraud"),
        ("Riga", "beat", "beaten", "Paris", ""),
        ("Harrow City", "beat", "beaten", "Norport United", " 2-1"),
        ("Tarnia", "invaded", "invaded", "Sylvania", ""),
        ("Norvik Steel", "sued", "sued", "Baltic Timber", ""),
        ("the army", "attacked", "attacked", "the rebels", " near Kolby"),
        ("the driver", "hit", "hit", "the cyclist", ""),
    )
    for pair in _pairs(
        "roles",
        f"{doer[0].upper()}{doer[1:]} {verb} {sufferer}{rest}.",
        same=[f"{sufferer[0].upper()}{sufferer[1:]} was {done} by {doer}{rest}."],
        other=[
            f"{sufferer[0].upper()}{sufferer[1:]} {verb} {doer}{rest}.",
            f"{doer[0].upper()}{doer[1:]} was {done} by {sufferer}{rest}.",
        ],
    )
]

CONDITIONS = [
    *_pairs("if", "Taxes in Tarnia will rise in 2026.", apart=["If the budget fails, taxes in Tarnia will rise in 2026.", "Taxes in Tarnia will rise in 2026 unless the budget passes.", "Taxes in Tarnia would rise in 2026 under the plan."]),
    *_pairs("if", "The strike at the port ended on Monday.", apart=["Had the board agreed, the strike at the port would have ended on Monday.", "The strike at the port would have ended on Monday if the board had agreed."]),
    *_pairs("if", "The pool in Kolby closes in May.", apart=["Unless the council pays, the pool in Kolby closes in May.", "The pool in Kolby closes in May if no buyer is found."]),
    *_pairs("if", "The company moved its plant to Sylvania.", same=["If the figures are right, nothing changed: in May the company moved its plant to Sylvania, the register shows."], apart=["If the company moved its plant to Sylvania, 400 jobs were lost.", "The company would move its plant to Sylvania.", "The union asked whether the company moved its plant to Sylvania."]),
]  # fmt: skip

BOUNDS = [
    *_pairs("bounds", "Nearly 500 people attended the rally in Lille.", same=["Some 490 people attended the rally in Lille.", "Almost 500 people attended the rally in Lille."], other=["More than 500 people attended the rally in Lille.", "520 people attended the rally in Lille.", "At least 500 people attended the rally in Lille."]),
    *_pairs("bounds", "More than 500 people attended the rally in Lille.", same=["512 people attended the rally in Lille.", "Over 500 people attended the rally in Lille."], other=["Nearly 500 people attended the rally in Lille.", "480 people attended the rally in Lille.", "Up to 500 people attended the rally in Lille.", "Fewer than 500 people attended the rally in Lille."]),
    *_pairs("bounds", "Fewer than 500 people attended the rally in Lille.", other=["At least 500 people attended the rally in Lille."]),
    *_pairs("money", "The programme cost $350 billion.", same=["The programme cost 350 billion dollars.", "The programme cost US$350 billion.", "The programme cost $350bn.", "The programme's cost was 350 billion US dollars."], other=["The programme cost 350 billion euros.", "The programme cost 350 million dollars."]),
]  # fmt: skip

# What a passage says by another word for the same.
SAME = [
    *_pairs("same", "A nurse was treated in the ED.", same=["A nurse was treated in the emergency department."]),
    *_pairs("same", "Two people sit in the boat at Kolby.", same=["A man and a girl sit in the boat at Kolby."]),
    *_pairs("same", "Ada Lund is from England.", same=["Ada Lund is an English singer."]),
    *_pairs("same", "Jan Holt was mayor of Sundvik from 2005 to 2013.", same=["Jan Holt was mayor of Sundvik from 2000 to 2001 and from 2005 to 2013."]),
    *_pairs("same", "The film Harbour was released in 2010.", same=["Harbour is a 2010 film that was released by Norvik Pictures on November 24."]),
    *_pairs("same", "The Sundvik Palace is in Aldport.", same=["Located in Aldport, the palace is often visited."]),
    *_pairs("same", "The villages are not as developed.", same=["The villages are much less developed."]),
    *_pairs("same", "The children were more likely to leave school.", same=["The children were more likely to leave school, stop trying, and lose heart."]),
    *_pairs("same", "The Varne Party is known in Norland.", same=["The Varne Party, noted for its evangelical views, is known in Norland."]),
]  # fmt: skip

FURTHER = [
    *_pairs("since", "The Varne Museum has belonged to the city since 1987.", same=["The city bought the Varne Museum in 1987, and it has belonged to the city ever since."], other=["The Varne Museum has belonged to the city since 1993."], apart=["The Varne Museum belonged to the city in 1995.", "The Varne Museum celebrated its anniversary in 2007."]),
    *_pairs("since", "Sylvania has been a member of the Customs League since May 2004.", same=["Sylvania joined the Customs League in May 2004."], other=["Sylvania joined the Customs League in January 2007."], apart=["Sylvania, a member of the Customs League, held an election in May 2010."]),
    *_pairs("another's number", "The new stadium seats 32,000 spectators.", other=["The new stadium seats 23,000 spectators."], apart=["The old stadium seated 18,000 spectators.", "The arena next door seats 9,000 spectators."]),
    *_pairs("another's number", "The company paid its chairman 3 million euros.", apart=["The company paid its suppliers 90 million euros."]),
    *_pairs("another's number", "The flight from Aldport to Riga takes 50 minutes.", apart=["The train from Aldport to Riga takes 6 hours."]),
    *_pairs("part", "Inflation in Norland was 3.4 percent in 2023.", same=["In 2023 Norland's inflation rate was 3.4 percent."], apart=["Food inflation in Norland was 3.4 percent in 2023.", "Inflation in Norland was 5.1 percent in June 2023.", "Inflation in the eastern provinces of Norland was 3.4 percent in 2023."]),
    *_pairs("part", "Life expectancy in Norland is 81 years.", apart=["Life expectancy for women in Norland is 81 years.", "Women's life expectancy in Norland is 84 years."]),
    *_pairs("whole", "Wages of nurses in Norland rose by 7 percent.", apart=["Wages in Norland rose by 7 percent.", "Wages of doctors in Norland rose by 7 percent."]),
    *_pairs("part", "Crime in Norport fell by 12 percent.", apart=["Violent crime in Norport fell by 12 percent."]),
    *_pairs("roles", "Police shot a protester in Lille.", other=["A protester shot a policeman in Lille.", "A protester in Lille shot at police."]),
    *_pairs("roles", "Norland lent Sylvania 2 billion euros.", same=["Sylvania was lent 2 billion euros by Norland."], other=["Sylvania lent Norland 2 billion euros."]),
    *_pairs("if", "The dam will be closed in June.", apart=["The dam will be closed in June if the water falls.", "Only if the minister signs will the dam be closed in June."]),
    *_pairs("bounds", "Almost 3,000 homes lost power in Norport.", same=["2,950 homes lost power in Norport."], other=["3,400 homes lost power in Norport."]),
    *_pairs("saying", "Some councillors, citing the cost, advocated closing the harbour in Aldport.", apart=["“Some councillors, citing the cost, advocated closing the harbour in Aldport,” said Mia Tanner, a lawyer."]),
    *_pairs("saying", "Storm Ada had strengthened into a hurricane.", apart=["The National Storm Centre (NSC) reported Storm Ada had strengthened into a hurricane."]),
    *_pairs("saying", "The company moved its plant to Sylvania.", same=["The company moved its plant to Sylvania, as it had said it would."]),
]  # fmt: skip

PAIRS: list[Pair] = [*SINCE, *ANOTHERS, *PARTS, *ROLES, *CONDITIONS, *BOUNDS, *SAME, *FURTHER]
