"""What only seems to be somebody's word, another number or a denial, and what seems to be none and is."""

import pytest

from verifiers.agreements.finding import DOUBT, SHADE
from verifiers.judges.agreement import compare

# Claims with passages that have nothing to take from a network's word.
BORNE_OUT = [
    ("A blaze killed six people in Tano.", "Crews responded on Sunday to a blaze that killed six people in Tano."),
    ("A law bans fishing in Tano.", "Parliament agreed on a law that bans fishing in Tano."),
    (
        "A fire destroyed the Tano warehouse in 2019.",
        "Vik responded to the fire that destroyed the Tano warehouse in 2019.",
    ),
    ("A rally in Tano drew 4,000 people.", "Teachers protested at a rally that drew 4,000 people in Tano."),
    (
        "A painting was stolen from Tano in 1990.",
        "The museum holds at its vaults a painting that was stolen from Tano in 1990.",
    ),
    ("A company built the Tano dam in 1980.", "Vik advised the company that built the Tano dam in 1980."),
    (
        "A case of measles closed the Tano school.",
        "The principal informed parents of a case of measles that closed the Tano school.",
    ),
    (
        "Street protests killed six people in Tano in May.",
        "Street protests that killed six people in Tano in May led to new elections.",
    ),
    ("The Tano ferry was closed in March.", "For reasons that remain unclear, the Tano ferry was closed in March."),
    (
        "Loan guarantees saved the Tano mill in 2009.",
        "Loan guarantees that saved the Tano mill in 2009 cost 4 million euros.",
    ),
    (
        "The Orvik bank holds a 5% stake in Tarlan.",
        "The Orvik bank holds that 5% stake in Tarlan through a subsidiary.",
    ),
    ("Workers cleared the area around the Tano mine.", "Workers made clear that area around the Tano mine."),
    ("Kolby won the cup again in Tano.", "Kolby were confident that season and won the cup again in Tano."),
    (
        "Roe won the Skarn prize in Tano in 1990.",
        "Perhaps Tano's best-known writer, Roe won the Skarn prize in Tano in 1990.",
    ),
    ("A road runs from Kolby to Tano.", "The map indicates that a road runs from Kolby to Tano."),
    ("The Tano dam held in the flood.", "It now is certain that the Tano dam held in the flood."),
    ("A cataract was removed in Tano in May.", "A cataract in Roe's eyes was removed in Tano in May."),
    (
        "The firm cancelled all flights to Tano on Sunday.",
        "The firm cancelled all flights to Tano on Sunday, citing rules of the union.",
    ),
]
# Claims with passages that no network's word may make a support of.
NOT_BORNE_OUT = [
    ("The Tano dam broke on Sunday.", "The Tano dam broke on Sunday, Reuters reported, citing the interior ministry."),
    ("The Tano dam broke on Sunday.", "The Tano dam broke on Sunday, Reuters reported, citing the mayor."),
    ("Roe will resign in May.", "Roe will resign in May, AFP reported, citing two ministers."),
    ("Roe did not pay tax in Tano.", "Roe did pay tax in Tano. Was it enough? No."),
    ("There were no deaths in the Tano fire.", "There were six deaths in the Tano fire. Was it arson? No, a fault."),
    ("Orvik has not played for Kolby.", "Orvik has played for Kolby as world No. 1."),
    ("The ministry did not approve resolution on Tano.", "The ministry did approve resolution No. 40 on Tano."),
    ("The Tano dam held.", "Is it confirmed that the Tano dam held? No, it is not."),
    ("The Tano dam held.", "Has the mayor confirmed that the Tano dam held?"),
    ("The Tano dam held.", "Did Orvik suggest that the Tano dam held? He would not tell."),
    ("The dam in Tano broke.", "Do people in Kolby, where Roe argues that the dam in Tano broke, have water?"),
    ("The Tano tower is the highest building in Kolby.", "No other building in Kolby is as low as the Tano tower."),
    ("Orvik was the first to climb Tano peak.", "Orvik did not climb Tano peak as planned."),
    ("The most dangerous road in Kolby was repaired.", "The dangerous road in Kolby was not repaired as promised."),
    ("Hers was the most popular party in Kolby.", "Hers was not such a popular party in Kolby."),
    ("The first train reached Tano on Sunday.", "The train never reached Tano, as snow fell; no other ran on Sunday."),
    ("Kolby's worst flood was in May.", "Never before had Kolby been so free of flood as in May."),
    (
        "Rents in Tano have risen since 2015.",
        "Rents in Tano have risen since 2019, when the bridge damaged in 2015 was rebuilt.",
    ),
    (
        "More tourists have come to Tano since 2015.",
        "More tourists have come to Tano since 2019. In 2015 the airport was shut.",
    ),
    (
        "The number of cod off Tano has doubled since 2005.",
        "The number of cod off Tano has doubled since 2015. The ban on nets came in 2005.",
    ),
    (
        "The port of Tano has been closed since 2010, and less fish is landed.",
        "The port of Tano has been closed since 2016, and less fish is landed. It was built in 2010.",
    ),
    ("The line has two more trains on Sundays.", "The line has eight more trains on Sundays."),
    ("Six more miners died in Tano.", "Nine more miners died in Tano."),
    ("Police arrested 12 more people in Tano.", "Police arrested two more people in Tano."),
    ("Tano bought 40 additional buses.", "Tano bought 14 additional buses."),
    ("14 soldiers were killed in Tano.", "62 soldiers were killed in Tano. 14 people gathered to mourn."),
    (
        "Fourteen children were injured in Tano.",
        "Sixty-two children were injured in Tano. Medics led 14 people from the train.",
    ),
    ("14 people were killed in Tano.", "In Tano 62 people were killed, and 14 workers were honoured."),
    ("Roe sued the firm.", "The firm she once worked for sued Roe."),
    ("Roe sued the bank in Tano.", "The bank he was chairman of sued Roe in Tano."),
    ("Kolby defeated Tano.", "Tano, the unbeaten side of all, defeated Kolby."),
    ("The bank holds no debt in Tano.", "The bank hereby insists that it holds no debt in Tano."),
    (
        "Roe wanted the hotel to be painted and opened it in May.",
        "Roe wanted the hotel painted and plans to open it in May.",
    ),
    ("The COVID-19 vaccine was tested in Tano.", "The MERS coronavirus vaccine was tested in Tano."),
]


@pytest.mark.parametrize(("claim", "passage"), BORNE_OUT)
def test_what_only_seems_to_stand_in_the_way_takes_nothing(claim: str, passage: str) -> None:
    assert [one for one in compare(claim, passage).findings if one.keeps < SHADE] == []


@pytest.mark.parametrize(("claim", "passage"), NOT_BORNE_OUT)
def test_what_only_seems_to_bear_it_out_does_not_count(claim: str, passage: str) -> None:
    assert any(one.keeps <= DOUBT for one in compare(claim, passage).findings)
