# ruff: noqa: E501 - a pair reads best in one line
"""Contrast pairs of short claims, of claims dated by no more than a year, and of what somebody is told to have said."""

from tests.verifiers import builders
from tests.verifiers.contrast import Pair
from warehouse.records import Claim


def _pairs(claim: Claim, published: str, **passages: list[str]) -> list[Pair]:
    return [Pair(claim, passage, relation, published) for relation, texts in passages.items() for passage in texts]


PAIRS: list[Pair] = [
    *_pairs(
        builders.claim(
            "The Commission gave Freedonia 430 million euros for roads in 2023.",
            said="2024-06-01", about=("2023-01-01", "2023-12-31"), kind="quantity",
        ),
        "2024-05-20",
        same=[
            "The Commission gave Freedonia 430 million euros for roads in 2023.",
            "In 2023 the Commission gave Freedonia €430 million for roads.",
            "For roads, the Commission gave Freedonia 430 million euros in 2023.",
        ],
        other=[
            "The Commission gave Freedonia 340 million euros for roads in 2023.",
            "In 2023 the Commission gave Freedonia €90 million for roads.",
            "The Commission did not give Freedonia 430 million euros for roads in 2023.",
        ],
        apart=[
            "The Commission gave Freedonia 340 million euros for roads in 2021.",
            "The Commission gave Freedonia 340 million euros for roads in May 2023.",
            "The Commission gave Freedonia up to 500 million euros for roads in 2023.",
            "The Commission gave Freedonia 340 million euros for roads and ports in 2023, a lobby group claimed.",
            "The Commission gave Sylvania 340 million euros for roads in 2023.",
            "The Commission will give Freedonia 430 million euros for roads in 2023.",
            "The Commission offered to give Freedonia 430 million euros for roads in 2023.",
            "The Commission gave Freedonia 430 million euros for roads in 2023, the minister said.",
            "The Commission gave Freedonia 340 million euros for rural roads in 2023.",
        ],
    ),
    *_pairs(
        builders.claim("Mayor Jane Roe resigned on May 12, 2025.", said="2025-05-13", about=("2025-05-12", "2025-05-12")),
        "2025-05-13",
        same=[
            "Mayor Jane Roe resigned on May 12, 2025.",
            "Jane Roe resigned as mayor on Monday, May 12.",
            "On 12 May 2025 Mayor Roe stepped down; Jane Roe resigned after a vote.",
        ],
        other=["Mayor Jane Roe did not resign on May 12, 2025.", "Mayor Jane Roe resigned on May 9, 2025."],
        apart=[
            "Mayor Jane Roe may resign on May 12, 2025.",
            "Mayor Jane Roe resigned on May 12, 2025, her rival claimed.",
            "Mayor Peter Lund resigned on May 12, 2025.",
            "Mayor Jane Roe was urged to resign on May 12, 2025.",
            "Mayor Jane Roe refused on May 12, 2025 to say whether she resigned.",
            "Jane Roe's deputy resigned on May 12, 2025.",
        ],
    ),
    *_pairs(
        builders.claim("Norvik Steel closed its mill in Aldport in 2019.", said="2024-06-01", about=("2019-01-01", "2019-12-31")),
        "2024-05-20",
        same=[
            "Norvik Steel closed its mill in Aldport in 2019.",
            "In 2019 Norvik Steel closed its mill in Aldport.",
            "Norvik Steel closed its Aldport mill in March 2019.",
        ],
        other=["Norvik Steel opened its mill in Aldport in 2019.", "Norvik Steel did not close its mill in Aldport in 2019."],
        apart=[
            "Norvik Steel closed its mill in Aldport in 2021.",
            "Norvik Steel closed its mill in Sundvik in 2019.",
            "Norvik Steel threatened in 2019 to close its mill in Aldport.",
            "Norvik Steel closed its mill in Aldport in 2019, the union said.",
            "The union blocked a plan of Norvik Steel to close its mill in Aldport in 2019.",
        ],
    ),
    *_pairs(
        builders.claim("Two trains collided near Kolby on 4 March 2025, the police said.", said="2025-03-05", about=("2025-03-04", "2025-03-04")),
        "2025-03-05",
        same=["Two trains collided near Kolby on 4 March 2025, the police said.", "The police said that two trains collided near Kolby on 4 March."],
        apart=[
            "Two trains collided near Kolby on 4 March, the railway said.",
            "Two trains nearly collided near Kolby on 4 March, the police said.",
            "Two trains collided near Varne on 4 March, the police said.",
            "Two trains may have collided near Kolby on 4 March, the police said.",
        ],
    ),
]  # fmt: skip
