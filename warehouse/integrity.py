"""Queries that prove what the schema does not enforce: `claimhouse doctor` runs them."""

from dataclasses import dataclass

from warehouse.checks import Check
from warehouse.columns import allowed_values, columns_of
from warehouse.desk_checks import DESK_RULES
from warehouse.originals import Originals
from warehouse.places import Place
from warehouse.records import RECORD_TYPES, Record
from warehouse.snapshot import reading
from warehouse.store import Session

_EXAMPLES = 5
_ORIGINALS_RULE = "the original of every page that was fetched is in the archive, and whole"


@dataclass(frozen=True)
class Finding:
    """A rule that the warehouse breaks: how often, and at which items."""

    check: str
    rule: str
    count: int
    examples: tuple[str, ...]


_RULES = (
    Check(
        "quote_differs",
        "every claim's quote stands in its article's text at its offsets",
        """
        SELECT c.claim_id FROM claims c LEFT JOIN article_versions v ON v.version_id = c.version_id
        WHERE v.text[c."start" + 1 : c."end"] IS DISTINCT FROM c.quote
        """,
    ),
    Check(
        "passage_differs",
        "every passage stands in its document's text at its offsets",
        """
        SELECT p.passage_id FROM passages p LEFT JOIN documents d ON d.document_id = p.document_id
        WHERE d.text[p."start" + 1 : p."end"] IS DISTINCT FROM p.text
        """,
    ),
    Check(
        "passage_without_query",
        "every passage was found by a query that is kept",
        "SELECT passage_id FROM passages ANTI JOIN queries USING (query_id)",
    ),
    Check(
        "body_outside_text",
        "every article's body lies inside its text",
        """
        SELECT version_id FROM article_versions
        WHERE NOT (0 <= body_start AND body_start <= body_end AND body_end <= length(text))
        """,
    ),
    Check(
        "version_without_article",
        "every text belongs to an article",
        "SELECT version_id FROM article_versions ANTI JOIN articles USING (article_id)",
    ),
    Check(
        "extraction_without_version",
        "every extraction read a text that is kept",
        "SELECT extraction_id FROM extractions ANTI JOIN article_versions USING (version_id)",
    ),
    Check(
        "claim_without_extraction",
        "every claim was found by an extraction that is kept",
        "SELECT claim_id FROM claims ANTI JOIN extractions USING (extraction_id)",
    ),
    Check(
        "claim_count_differs",
        "every extraction has as many claims as it says",
        """
        SELECT e.extraction_id FROM extractions e
        LEFT JOIN (SELECT extraction_id, count(*) AS claims FROM claims GROUP BY extraction_id) c
            ON c.extraction_id = e.extraction_id
        WHERE coalesce(c.claims, 0) <> e.claim_count
        """,
    ),
    Check(
        "mention_outside_text",
        "every place where a claim is said again lies inside its article's text",
        """
        SELECT c.claim_id FROM (SELECT claim_id, version_id, unnest(mentions) AS mention FROM claims) c
        LEFT JOIN article_versions v ON v.version_id = c.version_id
        WHERE NOT coalesce(c.mention."start" < c.mention."end" AND c.mention."end" <= length(v.text), false)
        """,
    ),
    Check(
        "form_without_claim",
        "every form is that of a claim that is kept, of the article that it names",
        "SELECT claim_id FROM claim_forms ANTI JOIN claims USING (claim_id, article_id)",
    ),
    Check(
        "link_without_claim",
        "every link leads from a claim that is kept to another one",
        """
        SELECT from_claim_id FROM claim_links k
        WHERE from_claim_id = to_claim_id
           OR NOT EXISTS (FROM claims c WHERE c.claim_id = k.from_claim_id)
           OR NOT EXISTS (FROM claims c WHERE c.claim_id = k.to_claim_id)
        """,
    ),
    Check(
        "same_claim_in_one_article",
        "no claim is linked to one of its own article as said again",
        """
        SELECT k.from_claim_id FROM claim_links k
        JOIN claims f ON f.claim_id = k.from_claim_id
        JOIN claims t ON t.claim_id = k.to_claim_id
        WHERE k.relation = 'same_as' AND f.article_id = t.article_id
        """,
    ),
    Check(
        "same_claims_loop",
        "links between claims that say the same lead to one that leads nowhere",
        """
        SELECT group_id FROM same_claims s
        WHERE EXISTS (FROM claim_links k WHERE k.relation = 'same_as' AND k.from_claim_id = s.group_id)
        """,
    ),
    Check(
        "citation_missing",
        "a verdict cites passages that exist",
        """
        SELECT v.verdict_id FROM (SELECT verdict_id, unnest(cited_passage_ids) AS passage_id FROM verdicts) v
        ANTI JOIN passages USING (passage_id)
        """,
    ),
    Check(
        "decided_without_citation",
        "a verdict that decides cites a passage",
        "SELECT verdict_id FROM verdicts WHERE label <> 'not_enough_evidence' AND len(cited_passage_ids) = 0",
    ),
    Check(
        "origins_miscounted",
        "a verdict counts the different origins of the passages that it cites, but for those that take no side by "
        "themselves",
        """
        SELECT v.verdict_id FROM verdicts v
        LEFT JOIN (
            SELECT c.verdict_id, count(DISTINCT p.origin) AS origins
            FROM (SELECT verdict_id, unnest(cited_passage_ids) AS passage_id FROM verdicts) c
            JOIN passages p ON p.passage_id = c.passage_id
            SEMI JOIN (
                SELECT v.verdict_id, r.reading.passage_id AS passage_id
                FROM (SELECT verdict_id, unnest(judgement_ids) AS judgement_id FROM verdicts) v
                JOIN (SELECT judgement_id, unnest(readings) AS reading FROM judgements) r USING (judgement_id)
                WHERE r.reading.stance <> 'neither'
            ) s ON s.verdict_id = c.verdict_id AND s.passage_id = c.passage_id
            GROUP BY c.verdict_id
        ) o ON o.verdict_id = v.verdict_id
        WHERE v.origins_supporting + v.origins_refuting <> coalesce(o.origins, 0)
        """,
    ),
    Check(
        "claimants_side_cited",
        "no verdict but one on what was said cites the claimant's own side; none a fact-check or a page of orders or "
        "of another matter",
        """
        SELECT v.verdict_id FROM (SELECT verdict_id, claim_id, unnest(cited_passage_ids) AS passage_id FROM verdicts) v
        JOIN passages p ON p.passage_id = v.passage_id
        WHERE p.standing IN ('fact_check', 'hostile', 'another_matter') OR (
            p.standing = 'claimants_side'
            AND NOT EXISTS (FROM claims c WHERE c.claim_id = v.claim_id AND c.kind IN ('quote', 'position'))
        )
        """,
    ),
    Check(
        "judgement_missing",
        "a verdict combines judgements that exist",
        """
        SELECT v.verdict_id FROM (SELECT verdict_id, unnest(judgement_ids) AS judgement_id FROM verdicts) v
        ANTI JOIN judgements USING (judgement_id)
        """,
    ),
    Check(
        "judged_passage_missing",
        "a judgement reads and cites passages that exist",
        """
        SELECT j.judgement_id FROM (
            SELECT judgement_id, unnest(readings).passage_id AS passage_id FROM judgements
            UNION ALL
            SELECT judgement_id, unnest(cited_passage_ids) FROM judgements
        ) j ANTI JOIN passages USING (passage_id)
        """,
    ),
    Check(
        "verdict_without_claim",
        "every verdict and every review is on a claim that is kept",
        """
        SELECT verdict_id FROM verdicts ANTI JOIN claims USING (claim_id)
        UNION ALL
        SELECT review_id FROM reviews ANTI JOIN claims USING (claim_id)
        """,
    ),
    Check(
        "verdict_chain_dangles",
        "a verdict follows one that exists, of its own claim or of a claim that it succeeds",
        """
        SELECT v.verdict_id FROM verdicts v
        LEFT JOIN verdicts p ON p.verdict_id = v.follows
        LEFT JOIN claim_lineage l ON l.claim_id = v.claim_id AND l.ancestor_id = p.claim_id
        WHERE v.follows IS NOT NULL AND l.claim_id IS NULL
        """,
    ),
    Check(
        "verdict_chain_forks",
        "a claim's verdicts are one chain: no two follow the same one, and only one is the first",
        """
        SELECT v.claim_id FROM verdicts v LEFT JOIN verdicts p ON p.verdict_id = v.follows AND p.claim_id = v.claim_id
        GROUP BY v.claim_id, p.verdict_id HAVING count(*) > 1
        """,
    ),
    Check(
        "verdict_chain_loops",
        "every chain of verdicts has a first one",
        "SELECT verdict_id FROM verdicts ANTI JOIN verdict_history USING (verdict_id)",
    ),
    Check(
        "fetch_missing",
        "a document that was fetched from the web names a fetch that is kept",
        "SELECT document_id FROM documents ANTI JOIN fetches USING (fetch_id) WHERE fetch_id IS NOT NULL",
    ),
    Check(
        "verified_without_verdict",
        "a claim whose verifying is done has a verdict",
        """
        SELECT s.item_id FROM steps s
        SEMI JOIN claims c ON c.claim_id = s.item_id
        ANTI JOIN standing_verdicts v ON v.claim_id = s.item_id
        WHERE s.stage = 'verify' AND s.outcome = 'done'
        """,
    ),
    Check(
        "watch_chain_breaks",
        "what was decided on a watch is one chain: each change but the first follows one of its own watch, alone",
        """
        SELECT c.change_id FROM watch_changes c LEFT JOIN watch_changes p ON p.change_id = c.follows
        WHERE c.follows IS NOT NULL AND p.watch_id IS DISTINCT FROM c.watch_id
        UNION ALL
        SELECT watch_id FROM watch_changes GROUP BY watch_id, follows HAVING count(*) > 1
        """,
    ),
    Check(
        "entry_without_watch",
        "everything that was listed is a watch's, and so is how it stands with it",
        """
        SELECT entry_id FROM feed_entries ANTI JOIN watch_changes USING (watch_id)
        UNION ALL
        SELECT watch_id FROM watch_states ANTI JOIN watch_changes USING (watch_id)
        """,
    ),
    Check(
        "outage_unlike_state",
        "a watch that fails has one outage that is not over, since when it fails, and no other watch has one",
        """
        SELECT watch_id FROM (FROM watch_outages WHERE ended_at IS NULL) o
        FULL JOIN (FROM watch_states WHERE failing_since IS NOT NULL) s USING (watch_id)
        WHERE o.began_at IS DISTINCT FROM s.failing_since
        """,
    ),
    Check(
        "entry_without_page",
        "an entry leads to a page that is kept",
        "SELECT entry_id FROM feed_entries ANTI JOIN watched_pages USING (page_id) WHERE page_id IS NOT NULL",
    ),
    Check(
        "page_without_article",
        "a page that is checked is an article that is kept, in a text that it had",
        """
        SELECT page_id FROM watched_pages p
        WHERE (state IN ('checked', 'gone') OR article_id IS NOT NULL)
          AND NOT EXISTS (FROM article_versions v WHERE v.article_id = p.article_id AND v.version_id = p.version_id)
        """,
    ),
    Check(
        "batch_miscounted",
        "a batch has as many questions as it says",
        """
        SELECT b.batch_id FROM batches b
        LEFT JOIN (SELECT batch_id, count(*) AS items FROM batch_items GROUP BY batch_id) i ON i.batch_id = b.batch_id
        WHERE coalesce(i.items, 0) <> b.requests
        """,
    ),
    Check(
        "batch_item_unsettled",
        "of a batch that is over no question waits",
        """
        SELECT concat_ws(' ', i.batch_id, i.custom_id) FROM batch_items i
        LEFT JOIN batches b ON b.batch_id = i.batch_id
        WHERE b.batch_id IS NULL OR (b.collected_at IS NOT NULL AND i.state = 'waiting')
        """,
    ),
    Check(
        "asked_twice_at_once",
        "no question stands in two batches that are open",
        """
        SELECT i.custom_id FROM batch_items i JOIN batches b ON b.batch_id = i.batch_id
        WHERE b.collected_at IS NULL GROUP BY i.custom_id HAVING count(*) > 1
        """,
    ),
    Check(
        "wait_for_nothing",
        "a claim that waits does so for a question of a batch",
        "SELECT claim_id FROM batch_waits w ANTI JOIN batch_items i ON i.custom_id = w.custom_id",
    ),
    Check(
        "extracted_without_extraction",
        "a text whose extracting is done has that extraction",
        """
        SELECT s.item_id FROM steps s
        ANTI JOIN extractions e ON e.version_id = s.item_id AND e.extraction_id = s.version_key
        WHERE s.stage = 'extract' AND s.outcome = 'done'
        """,
    ),
)


def checks() -> tuple[Check, ...]:
    """Every integrity check: unique keys and known words for each table, and the rules between the tables."""
    generated = [check for model in RECORD_TYPES for check in (_unique_key(model), *_known_words(model))]
    return (*generated, *_RULES, *DESK_RULES)


def check_integrity(path: Place) -> list[Finding]:
    """Run every check on the warehouse's snapshot (made anew if stale and nobody writes), and on its originals.

    Empty where all is well. Raises WarehouseError where there is no warehouse or it cannot be read.
    """
    findings = []
    with reading(path, memory_limit="1GB", threads=2) as connection:
        session = Session(connection, path)
        for check in checks():
            offenders = [str(next(iter(row.values()))) for row in session.read(check.sql)]
            if offenders:
                findings.append(Finding(check.name, check.rule, len(offenders), tuple(offenders[:_EXAMPLES])))
        hashes = [str(row["body_hash"]) for row in session.read("SELECT DISTINCT body_hash FROM fetches ORDER BY 1")]
    if faults := Originals(path).faults(hashes):
        findings.append(Finding("original_missing", _ORIGINALS_RULE, len(faults), tuple(faults[:_EXAMPLES])))
    return findings


def _unique_key(model: type[Record]) -> Check:
    key = ", ".join(f'"{name}"' for name in model.key)
    sql = f"SELECT concat_ws(' ', {key}) FROM {model.table} GROUP BY {key} HAVING count(*) > 1"  # noqa: S608
    return Check(f"{model.table}_duplicate_key", f"no two rows of {model.table} share {key}", sql)


def _known_words(model: type[Record]) -> list[Check]:
    found = []
    types = {column.name: column.sql_type for column in columns_of(model)}
    key = ", ".join(f'"{name}"' for name in model.key)
    for name, words in allowed_values(model).items():
        offered = ", ".join(f"'{word}'" for word in words)
        is_list = types[name].endswith("[]")
        breaks = f'NOT list_has_all([{offered}], "{name}")' if is_list else f'"{name}" NOT IN ({offered})'
        found.append(
            Check(
                f"{model.table}_{name}_unknown",
                f"{model.table}.{name} is one of {', '.join(words)}",
                f"SELECT concat_ws(' ', {key}) FROM {model.table} WHERE {breaks}",  # noqa: S608
            )
        )
    return found
