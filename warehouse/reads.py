"""What the flows read back from the warehouse: records by their ids, and what stands for a claim."""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any

from warehouse.columns import AnyRecord, column_list, record_from
from warehouse.records import (
    Article,
    ArticleVersion,
    Calibration,
    Claim,
    ClaimForm,
    ClaimLink,
    Document,
    Extraction,
    Failure,
    Flag,
    Judgement,
    Passage,
    Publisher,
    Query,
    Review,
    Run,
    Search,
    Step,
    Verdict,
)

# A claim's own chain of verdicts or, without one, that of the nearest claim which it succeeds. The head of a chain is
# the verdict that no other verdict of the same claim follows. A hundred links deep is where a cycle of links ends.
_STANDING_VERDICTS = """
WITH RECURSIVE lineage(claim_id, ancestor_id, distance) AS (
    SELECT DISTINCT wanted, wanted, 0 FROM (SELECT unnest(?::VARCHAR[]) AS wanted)
    UNION
    SELECT l.claim_id, k.to_claim_id, l.distance + 1
    FROM lineage l JOIN claim_links k ON k.from_claim_id = l.ancestor_id AND k.relation = 'succeeds'
    WHERE l.distance < 100
),
related AS (SELECT * FROM verdicts WHERE claim_id IN (SELECT ancestor_id FROM lineage))
SELECT l.claim_id AS wanted_id, {columns}
FROM lineage l JOIN related v ON v.claim_id = l.ancestor_id
WHERE NOT EXISTS (FROM related f WHERE f.follows = v.verdict_id AND f.claim_id = v.claim_id)
QUALIFY row_number() OVER (PARTITION BY l.claim_id ORDER BY l.distance, v.decided_at DESC, v.verdict_id) = 1
"""

# For each form the claim that such claims are linked to: one that is linked on to none, the earliest of several.
# Only the few columns that are needed are read, for a warehouse may hold millions of forms.
_SAME_FORM = """
WITH found AS (
    SELECT f.form_id, f.claim_id, f.day FROM claim_forms f
    SEMI JOIN (SELECT unnest($1::VARCHAR[]) AS form_id) w ON w.form_id = f.form_id
    WHERE f.article_id <> $2
),
linked AS (
    SELECT DISTINCT from_claim_id FROM claim_links
    WHERE relation = 'same_as' AND from_claim_id IN (SELECT claim_id FROM found)
)
SELECT
    f.form_id,
    arg_min(f.claim_id, (l.from_claim_id IS NOT NULL, coalesce(f.day, DATE '9999-12-31'), f.claim_id)) AS claim_id
FROM found f LEFT JOIN linked l ON l.from_claim_id = f.claim_id
GROUP BY f.form_id
"""

_WITH_FACTS = """
SELECT DISTINCT f.claim_id FROM claim_forms f
SEMI JOIN (SELECT unnest($1::VARCHAR[]) AS facts_id) w ON w.facts_id = f.facts_id
WHERE f.article_id <> $2
  AND NOT EXISTS (FROM claim_links k WHERE k.relation = 'same_as' AND k.from_claim_id = f.claim_id)
"""

_NEAREST = """
WITH wanted AS (
    SELECT unnest($1::VARCHAR[]) AS claim_id, unnest($2::VARCHAR[]) AS facts_id, unnest($3::JSON[])::VARCHAR[] AS words
),
shared AS (
    SELECT
        w.claim_id AS wanted_id,
        f.*,
        len(list_intersect(f.words, w.words)) / greatest(len(f.words), len(w.words), 1) AS share
    FROM claim_forms f
    SEMI JOIN (SELECT unnest($4::VARCHAR[]) AS claim_id) found ON found.claim_id = f.claim_id
    JOIN wanted w ON w.facts_id = f.facts_id
)
SELECT f.wanted_id, {columns} FROM shared f
WHERE f.share >= $5
QUALIFY row_number() OVER (PARTITION BY f.wanted_id ORDER BY f.share DESC, f.day NULLS LAST, f.claim_id) <= $6
ORDER BY f.wanted_id, f.share DESC, f.day NULLS LAST, f.claim_id
"""


class Reads(ABC):
    """The typed reads over anything that can run a SELECT. Each raises WarehouseError."""

    @abstractmethod
    def read(self, sql: str, params: Sequence[object] = ()) -> list[dict[str, Any]]:
        """The rows of a SELECT with `?` parameters, by column name; times are in UTC."""

    def article(self, article_id: str) -> Article | None:
        """The article, None where it is not known."""
        return self._one(Article, "article_id = ?", article_id)

    def version(self, version_id: str) -> ArticleVersion | None:
        """The text of an article as it was read once, None where it is not known."""
        return self._one(ArticleVersion, "version_id = ?", version_id)

    def extraction(self, extraction_id: str) -> Extraction | None:
        """One reading of a version for its claims, None where it was not done."""
        return self._one(Extraction, "extraction_id = ?", extraction_id)

    def latest_extraction(self, article_id: str) -> Extraction | None:
        """The extraction that the article was last checked with: the one whose claims are current."""
        return self._one(
            Extraction,
            "extraction_id = (SELECT extraction_id FROM latest_extractions WHERE article_id = ?)",
            article_id,
        )

    def claims_of(self, extraction_id: str) -> list[Claim]:
        """An extraction's claims in the order of the text."""
        return self._many(Claim, "extraction_id = ? ORDER BY ordinal, claim_id", extraction_id)

    def claims(self, claim_ids: Sequence[str]) -> list[Claim]:
        """Every extraction's row of these claims, the last extracted first."""
        return self._many(
            Claim,
            "claim_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY (SELECT max(e.extracted_at)"
            " FROM extractions e WHERE e.extraction_id = claims.extraction_id) DESC, ordinal",
            list(claim_ids),
        )

    def steps(self, item_ids: Sequence[str]) -> list[Step]:
        """Every step of these items (claims, articles, sources), under whatever version key."""
        return self._in(Step, "item_id", item_ids)

    def failures(self, item_ids: Sequence[str]) -> list[Failure]:
        """The failures of these items that are still open, as the view `open_failures` has them."""
        return self._many(
            Failure,
            "item_id IN (SELECT unnest(?::VARCHAR[])) AND failure_id IN (SELECT failure_id FROM open_failures)"
            " ORDER BY last_seen_at, failure_id",
            list(item_ids),
        )

    def queries(self, claim_ids: Sequence[str]) -> list[Query]:
        """Every query that was planned for these claims."""
        return self._in(Query, "claim_id", claim_ids)

    def searches(self, claim_ids: Sequence[str]) -> list[Search]:
        """Every search that was made for these claims."""
        return self._in(Search, "claim_id", claim_ids)

    def documents(self, document_ids: Sequence[str]) -> list[Document]:
        """Documents by id."""
        return self._in(Document, "document_id", document_ids)

    def passages(self, passage_ids: Sequence[str]) -> list[Passage]:
        """Passages by id."""
        return self._in(Passage, "passage_id", passage_ids)

    def passages_for(self, claim_ids: Sequence[str]) -> list[Passage]:
        """The passages that were read for these claims, the best first."""
        return self._many(
            Passage, "claim_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY rank, passage_id", list(claim_ids)
        )

    def judgements(self, judgement_ids: Sequence[str]) -> list[Judgement]:
        """Judgements by id."""
        return self._in(Judgement, "judgement_id", judgement_ids)

    def judgements_on(self, claim_ids: Sequence[str]) -> list[Judgement]:
        """The judgements on these claims, oldest first."""
        return self._many(
            Judgement, "claim_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY judged_at, judgement_id", list(claim_ids)
        )

    def verdicts(self, verdict_ids: Sequence[str]) -> list[Verdict]:
        """Verdicts by id."""
        return self._in(Verdict, "verdict_id", verdict_ids)

    def verdicts_on(self, claim_ids: Sequence[str]) -> list[Verdict]:
        """Every verdict that these claims have had, oldest first."""
        return self._many(
            Verdict,
            "claim_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY decided_at, verdict_id",
            list(claim_ids),
        )

    def links_of(self, claim_ids: Sequence[str]) -> list[ClaimLink]:
        """The links that begin or end at one of these claims."""
        return self._many(
            ClaimLink,
            "from_claim_id IN (SELECT unnest($1::VARCHAR[])) OR to_claim_id IN (SELECT unnest($1::VARCHAR[]))"
            " ORDER BY relation, from_claim_id, to_claim_id",
            list(claim_ids),
        )

    def forms(self, claim_ids: Sequence[str]) -> list[ClaimForm]:
        """What these claims are compared by."""
        return self._in(ClaimForm, "claim_id", claim_ids)

    def same_form(self, form_ids: Sequence[str], *, but_article: str) -> dict[str, str]:
        """For each form that a claim of another article has, the claim that such claims are linked to."""
        rows = self.read(_SAME_FORM, [list(form_ids), but_article])
        return {str(row["form_id"]): str(row["claim_id"]) for row in rows}

    def same_facts(
        self, forms: Sequence[ClaimForm], *, but_article: str, share: float, limit: int
    ) -> dict[str, list[ClaimForm]]:
        """For each of these claims at most `limit` claims of other articles with the same facts, the nearest first.

        They have at least `share` of the longer one's words in common, and link to no other claim that says the same.
        """
        facts = [form.facts_id for form in forms]
        candidates = [str(row["claim_id"]) for row in self.read(_WITH_FACTS, [facts, but_article])]
        if not candidates:
            return {}
        words = [json.dumps(form.words) for form in forms]
        ids = [form.claim_id for form in forms]
        sql = _NEAREST.format(columns=column_list(ClaimForm, "f"))
        found: dict[str, list[ClaimForm]] = {}
        for row in self.read(sql, [ids, facts, words, candidates, share, limit]):
            found.setdefault(str(row.pop("wanted_id")), []).append(record_from(ClaimForm, row))
        return found

    def reviews(self, claim_ids: Sequence[str]) -> list[Review]:
        """The desk's decisions on these claims, oldest first."""
        return self._many(
            Review, "claim_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY reviewed_at, review_id", list(claim_ids)
        )

    def reviews_by_id(self, review_ids: Sequence[str]) -> list[Review]:
        """The desk's decisions by id."""
        return self._in(Review, "review_id", review_ids)

    def flags(self, claim_ids: Sequence[str]) -> list[Flag]:
        """The wishes that these claims be looked at again, oldest first."""
        return self._many(
            Flag, "claim_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY flagged_at, flag_id", list(claim_ids)
        )

    def calibration(self) -> Calibration | None:
        """The calibration in force; None where the desk has never fitted one, so that it is what ships."""
        return self._one(Calibration, "true ORDER BY fitted_at DESC, calibration_id LIMIT 1")

    def calibrations(self) -> list[Calibration]:
        """Every one that has been in force, the latest first."""
        return self._many(Calibration, "true ORDER BY fitted_at DESC, calibration_id")

    def runs(self, run_ids: Sequence[str]) -> list[Run]:
        """Executions by id."""
        return self._in(Run, "run_id", run_ids)

    def publishers(self) -> list[Publisher]:
        """Every publisher that is known, by name."""
        return self._many(Publisher, "true ORDER BY publisher")

    def latest_verdicts(self, claim_ids: Iterable[str]) -> dict[str, Verdict]:
        """The verdict that stands for each claim: its own latest or, without one, that of the claim it succeeds.

        An inherited verdict keeps its own `claim_id`; a claim without any is left out.
        """
        sql = _STANDING_VERDICTS.format(columns=column_list(Verdict, "v"))
        return {str(row.pop("wanted_id")): record_from(Verdict, row) for row in self.read(sql, [list(claim_ids)])}

    def _one(self, model: type[AnyRecord], where: str, *params: object) -> AnyRecord | None:
        found = self._many(model, where, *params)
        return found[0] if found else None

    def _in(self, model: type[AnyRecord], column: str, ids: Sequence[str]) -> list[AnyRecord]:
        """The records whose column is one of `ids`, in the order of their keys."""
        keys = ", ".join(f'"{name}"' for name in model.key)
        return self._many(model, f"{column} IN (SELECT unnest(?::VARCHAR[])) ORDER BY {keys}", list(ids))

    def _many(self, model: type[AnyRecord], where: str, *params: object) -> list[AnyRecord]:
        # Every name in this SQL is a record's own field; values are parameters.
        sql = f"SELECT {column_list(model)} FROM {model.table} WHERE {where}"  # noqa: S608
        return [record_from(model, row) for row in self.read(sql, params)]


def rows_as_dicts(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
    """Fetched rows by column name."""
    return [dict(zip(columns, row, strict=True)) for row in rows]
