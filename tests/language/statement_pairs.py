"""Pairs of statements that say the same, or differ in one thing that matters. Each with what it is about."""

from typing import NamedTuple


class Pair(NamedTuple):
    what: str
    first: str
    second: str
    said_by: str | None = None  # the speaker, where it is the saying that is stated


SAME = (
    Pair("passive", "The blast killed 39 people in Harwick.", "39 people were killed by the blast in Harwick."),
    Pair(
        "adjunct in front", "On Monday a warehouse collapsed in Harwick.", "A warehouse collapsed in Harwick on Monday."
    ),
    Pair("place in front", "In Harwick, police arrested 12 men.", "Police arrested 12 men in Harwick."),
    Pair("date written out", "Ada Lund resigned on Monday.", "Ada Lund resigned on 3 March 2025."),
    Pair("date relative", "Ada Lund resigned yesterday.", "Ada Lund resigned on March 3, 2025."),
    Pair("month", "Harwick lost 900 jobs last month.", "Harwick lost 900 jobs in February 2025."),
    Pair("number in words", "The Harwick mill employs twelve people.", "The Harwick mill employs 12 people."),
    Pair(
        "scale",
        "Norland spent 2,500,000 euros on the Harwick dam.",
        "Norland spent 2.5 million euros on the Harwick dam.",
    ),
    Pair("currency", "Harwick paid £12 million for the bridge.", "Harwick paid 12 million pounds for the bridge."),
    Pair("percent", "Prices in Norland rose 5 percent in 2024.", "Prices in Norland rose 5% in 2024."),
    Pair("unit", "The Harwick tunnel is 2 km long.", "The Harwick tunnel is 2,000 metres long."),
    Pair(
        "synonym",
        "Norland began building the Harwick dam in 2019.",
        "Norland started building the Harwick dam in 2019.",
    ),
    Pair(
        "spelling", "The Harwick theatre is organised by volunteers.", "The Harwick theater is organized by volunteers."
    ),
    Pair("first name", "Joe Biden visited Harwick on 3 March 2025.", "Joseph Biden visited Harwick on 3 March 2025."),
    Pair("transliteration", "Sergei Ivlev visited Harwick in 2019.", "Sergey Ivlev visited Harwick in 2019."),
    Pair(
        "acronym",
        "The IAEA closed its Harwick office in 2019.",
        "The International Atomic Energy Agency closed its Harwick office in 2019.",
    ),
    Pair(
        "country",
        "The U.S. closed its Harwick consulate in 2019.",
        "The United States closed its Harwick consulate in 2019.",
    ),
    Pair(
        "list order", "Ada Lund and Bo Ek founded the Harwick Museum.", "Bo Ek and Ada Lund founded the Harwick Museum."
    ),
    Pair("perfect", "Ada Lund has resigned as mayor of Harwick.", "Ada Lund resigned as mayor of Harwick."),
    Pair("contraction", "The Harwick bridge isn't safe for lorries.", "The Harwick bridge is not safe for lorries."),
    Pair("filler", "However, Harwick also closed its library in 2019.", "Harwick closed its library in 2019."),
    Pair("that", "Bo Ek knew that the Harwick bridge was unsafe.", "Bo Ek knew the Harwick bridge was unsafe."),
    Pair("title", "President Ada Lund opened the Harwick bridge.", "Ada Lund opened the Harwick bridge."),
    Pair("total", "A total of 39 people died in Harwick in 2019.", "39 people died in Harwick in 2019."),
    Pair(
        "told before",
        "Lund said the dam at Harwick was unsafe.",
        "The dam at Harwick was unsafe, Lund said.",
        "Ada Lund",
    ),
    Pair(
        "told of",
        "Ada Lund said that Harwick has lost its mill.",
        "According to Ada Lund, Harwick has lost its mill.",
        "Ada Lund",
    ),
    Pair(
        "verb of saying",
        "Lund told reporters: “Harwick will never sell the mill.”",
        "“Harwick will never sell the mill,” Lund wrote.",
        "Ada Lund",
    ),
    Pair(
        "quotation and report",
        "“Harwick has lost its only mill,” Lund said.",
        "Ada Lund said Harwick has lost its only mill.",
        "Ada Lund",
    ),
    Pair(
        "translated",
        "“Harwick has begun to rebuild the bridge,” Lund said.",
        "“Harwick has started to reconstruct the bridge,” Lund said.",
        "Ada Lund",
    ),
)

DIFFERENT = (
    Pair("number", "The blast in Harwick killed 39 people.", "The blast in Harwick killed 36 people."),
    Pair("number, one digit", "Harwick has 10,500 inhabitants.", "Harwick has 10,600 inhabitants."),
    Pair("number in words", "Twelve people died in Harwick on Monday.", "Twenty people died in Harwick on Monday."),
    Pair("scale", "Norland owes 3 million euros to Harwick.", "Norland owes 3 billion euros to Harwick."),
    Pair("unit", "The Harwick tunnel is 2 km long.", "The Harwick tunnel is 2 miles long."),
    Pair("currency", "Harwick paid 12 million pounds for the bridge.", "Harwick paid 12 million euros for the bridge."),
    Pair("percent or points", "Support for Ada Lund fell 5 percent.", "Support for Ada Lund fell 5 percentage points."),
    Pair("counted", "Harwick sent 12 doctors to Norland.", "Harwick sent 12 nurses to Norland."),
    Pair("at least", "39 people died in Harwick in 2019.", "At least 39 people died in Harwick in 2019."),
    Pair("up to", "39 people died in Harwick in 2019.", "Up to 39 people died in Harwick in 2019."),
    Pair("about", "39 people died in Harwick in 2019.", "About 39 people died in Harwick in 2019."),
    Pair("half", "Half of the houses in Harwick burnt down.", "A third of the houses in Harwick burnt down."),
    Pair("ordinal", "It is the third dam at Harwick since 1990.", "It is the fifth dam at Harwick since 1990."),
    Pair("score", "Harwick beat Norland 2-1 in the final.", "Harwick beat Norland 3-1 in the final."),
    Pair("singular", "A soldier was killed near Harwick on Monday.", "Soldiers were killed near Harwick on Monday."),
    Pair("first name", "Ada Lund opened the Harwick bridge.", "Bo Lund opened the Harwick bridge."),
    Pair("surname", "Ada Lund opened the Harwick bridge.", "Ada Ek opened the Harwick bridge."),
    Pair("country", "Norway closed its consulate in Harwick.", "Sweden closed its consulate in Harwick."),
    Pair(
        "city and country", "Athens expelled the ambassador of Norland.", "Sparta expelled the ambassador of Norland."
    ),
    Pair("organisation", "The Harwick Times closed in 2019.", "The Harwick Post closed in 2019."),
    Pair("place", "Police shot a man in Harwick on Monday.", "Police shot a man in Ashby on Monday."),
    Pair("day", "Ada Lund resigned on Monday.", "Ada Lund resigned on Sunday."),
    Pair("month", "Ada Lund resigned in March 2024.", "Ada Lund resigned in May 2024."),
    Pair("year", "Harwick lost its only mill in 2018.", "Harwick lost its only mill in 2019."),
    Pair("day and month", "Ada Lund resigned on 3 March 2025.", "Ada Lund resigned in March 2025."),
    Pair("since or until", "Ada Lund was mayor of Harwick until 2019.", "Ada Lund was mayor of Harwick since 2019."),
    Pair("before or after", "Bo Ek left Harwick before the vote.", "Bo Ek left Harwick after the vote."),
    Pair(
        "which day was which",
        "Ada Lund left on Monday and Bo Ek on Sunday.",
        "Ada Lund left on Sunday and Bo Ek on Monday.",
    ),
    Pair("negation", "Ada Lund resigned as mayor of Harwick.", "Ada Lund did not resign as mayor of Harwick."),
    Pair("never", "Bo Ek has visited Harwick.", "Bo Ek has never visited Harwick."),
    Pair("no", "Harwick has money for a new bridge.", "Harwick has no money for a new bridge."),
    Pair("denied", "Bo Ek took money from Harwick.", "Bo Ek denied taking money from Harwick."),
    Pair("without", "Harwick built the dam with a permit.", "Harwick built the dam without a permit."),
    Pair("nobody", "Somebody warned Harwick of the flood.", "Nobody warned Harwick of the flood."),
    Pair("all or some", "All schools in Harwick closed on Monday.", "Some schools in Harwick closed on Monday."),
    Pair("most", "Most schools in Harwick are private.", "Schools in Harwick are private."),
    Pair("only", "Harwick is the only town with a mint.", "Harwick is a town with a mint."),
    Pair("first", "Ada Lund is the first mayor of Harwick.", "Ada Lund is the last mayor of Harwick."),
    Pair("more or less", "Harwick spends more than Ashby on schools.", "Harwick spends less than Ashby on schools."),
    Pair("may", "Harwick will close its library.", "Harwick may close its library."),
    Pair("reportedly", "Harwick sold the mill to Bo Ek.", "Harwick reportedly sold the mill to Bo Ek."),
    Pair("plan or deed", "Harwick plans to sell the mill to Bo Ek.", "Harwick sold the mill to Bo Ek."),
    Pair("future", "Harwick will sell the mill to Bo Ek.", "Harwick sold the mill to Bo Ek."),
    Pair("tense", "Ada Lund is the mayor of Harwick.", "Ada Lund was the mayor of Harwick."),
    Pair("present verb", "Bo Ek leads the Harwick council.", "Bo Ek led the Harwick council."),
    Pair("ordered or done", "A court ordered Harwick to close the mill.", "A court closed the mill in Harwick."),
    Pair("condition", "Harwick will sell the mill to Bo Ek.", "Harwick will sell the mill to Bo Ek if he pays."),
    Pair("who did it", "Norway attacked Sweden in 1700.", "Sweden attacked Norway in 1700."),
    Pair("who did it, passive", "Norway was attacked by Sweden in 1700.", "Sweden was attacked by Norway in 1700."),
    Pair("from and to", "Bo Ek drove from Harwick to Ashby.", "Bo Ek drove from Ashby to Harwick."),
    Pair("whose", "The mayor of Harwick sued the mayor of Ashby.", "The mayor of Ashby sued the mayor of Harwick."),
    Pair(
        "where of what",
        "The Harwick council condemned the attack in Ashby.",
        "The Ashby council condemned the attack in Harwick.",
    ),
    Pair("for or against", "Ada Lund voted for the Harwick dam.", "Ada Lund voted against the Harwick dam."),
    Pair("up or down", "Prices in Harwick went up in 2024.", "Prices in Harwick went down in 2024."),
    Pair("opposite verb", "Prices in Harwick rose 5 percent in 2024.", "Prices in Harwick fell 5 percent in 2024."),
    Pair("verb", "Harwick sold the mill to Bo Ek.", "Harwick promised the mill to Bo Ek."),
    Pair(
        "accused or charged", "Police accused Bo Ek of fraud in Harwick.", "Police charged Bo Ek with fraud in Harwick."
    ),
    Pair("wounded or dead", "The blast in Harwick killed 39 people.", "The blast in Harwick wounded 39 people."),
    Pair("part", "Unemployment in Harwick is 5 percent.", "Unemployment among women in Harwick is 5 percent."),
    Pair("one detail more", "Ada Lund resigned on Monday.", "Ada Lund resigned on Monday over the Harwick dam."),
    Pair("former", "Bo Ek is a former mayor of Harwick.", "Bo Ek is a mayor of Harwick."),
    Pair(
        "respectively",
        "Lund and Ek won 20 and 30 seats, respectively.",
        "Ek and Lund won 20 and 30 seats, respectively.",
    ),
    Pair("speaker", "Ada Lund said Harwick lost its mill.", "Bo Ek said Harwick lost its mill."),
    Pair(
        "denied or said",
        "Lund said the dam at Harwick was safe.",
        "Lund denied the dam at Harwick was safe.",
        "Ada Lund",
    ),
    Pair("promised or said", "Lund said Harwick sold the mill.", "Lund promised Harwick sold the mill.", "Ada Lund"),
    Pair(
        "quoted number",
        "“Harwick has lost 900 jobs since May,” Lund said.",
        "“Harwick has lost 800 jobs since May,” Lund said.",
        "Ada Lund",
    ),
    Pair(
        "quoted negation",
        "“Harwick will sell the old mill,” Lund said.",
        "“Harwick will not sell the old mill,” Lund said.",
        "Ada Lund",
    ),
)
