"""A desk whose model is a server on loopback: articles, evidence, a warehouse, and runs without Prefect."""

from pathlib import Path
from typing import Any

from flows.runs import CheckRun
from flows.settings import Settings
from tests import loopback_llm as loop
from tests.flows import rule_model
from tests.loopback_llm import LoopbackLlm
from warehouse.integrity import check_integrity
from warehouse.store import Warehouse

PLACES = ("Northfield", "Southfield", "Eastfield")
STORY = """Dam fails above {place}

11:10 GMT, March 3, 2025
{place} – The {place} dam failed on Sunday after a week of rain. The fire service rescued {count} people from the houses of {place}. The council approved {count} million pounds for repairs on Friday. Mayor Ada Lund visited {place} on Saturday.
"""  # noqa: E501
HEALTHY = loop.answered_by(rule_model.answer)


class Desk:
    """Three articles on three dams, and two papers that report on each, one with another number."""

    def __init__(self, home: Path) -> None:
        self.home = home
        for folder in ("articles", "corpus"):
            (home / folder).mkdir()
        for number, place in enumerate(PLACES):
            self.article(place, STORY.format(place=place, count=40 + number))
            for paper, count in (("Herald", 40), ("Gazette", 41)):
                self.evidence(
                    f"{place} {paper}",
                    f"The {place} dam failed on Sunday after a week of rain. The fire service rescued {count + number} "
                    f"people from the houses of {place}. Mayor Ada Lund visited {place} on Saturday.",
                )

    def article(self, name: str, text: str) -> Path:
        path = self.home / "articles" / f"{PLACES.index(name) if name in PLACES else 9}-{name}.txt"
        path.write_text(text, "utf-8")
        return path

    def evidence(self, publisher: str, text: str) -> None:
        header = f"publisher: {publisher}\npublished: 2025-03-02\n\n"
        (self.home / "corpus" / f"{publisher}.txt").write_text(header + text, "utf-8")

    def settings(self, llm: LoopbackLlm, **given: Any) -> Settings:
        """One call at a time, each tried once, so that what a server does to the n-th call is the same in every run."""
        usual: dict[str, Any] = {
            "warehouse": self.home / "desk.duckdb",
            "corpus": self.home / "corpus",
            "cache_dir": self.home / "cache",
            "model": "openai:test",
            "base_url": llm.url,
            "model_attempts": 1,
            "model_calls_in_flight": 1,
        }
        return Settings(**(usual | given))

    async def check(self, llm: LoopbackLlm, source: Path | None = None, **given: Any) -> CheckRun:
        """What the flow does, without Prefect and one article after another."""
        async with CheckRun.start(self.settings(llm, **given), [str(source or self.home / "articles")]) as run:
            for one in run.sources:
                try:
                    run.note(one, await run.check_article(one))
                except Exception as error:  # noqa: BLE001  # as the flow does: the others go on
                    run.note(one, error)
        run.raise_if_stopped()
        return run

    def rows(self, sql: str, warehouse: str = "desk.duckdb") -> list[dict[str, Any]]:
        return Warehouse(self.home / warehouse).read(sql)

    def column(self, sql: str) -> list[Any]:
        return [next(iter(row.values())) for row in self.rows(sql)]

    def is_sound(self) -> bool:
        """Every integrity query finds nothing, and rule 1 holds in what is stored."""
        assert check_integrity(self.home / "desk.duckdb") == []
        quotes = 'select c.quote, v.text[c."start" + 1 : c."end"] as there from claims c join article_versions v'
        rows = self.rows(f"{quotes} using (version_id)")
        return all(row["quote"] == row["there"] for row in rows)
