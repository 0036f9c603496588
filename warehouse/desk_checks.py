"""The rules of what people do: tasks, publications and their events."""

from warehouse.checks import Check

# Two names as one person types them and another: what `same_person` compares, as far as SQL can.
_SAME_NAME = 'lower(trim("by")) = lower(trim(second_reviewer))'

DESK_RULES = (
    Check(
        "task_without_subject",
        "every task is about a claim, a verdict, a review and a publication that are kept, as far as it names them",
        """
        SELECT task_id FROM tasks t
        WHERE NOT EXISTS (FROM claims c WHERE c.claim_id = t.claim_id)
           OR (verdict_id IS NOT NULL AND NOT EXISTS (FROM verdicts v WHERE v.verdict_id = t.verdict_id))
           OR (review_id IS NOT NULL AND NOT EXISTS (FROM reviews r WHERE r.review_id = t.review_id))
           OR (
               publication_id IS NOT NULL
               AND NOT EXISTS (FROM publications p WHERE p.publication_id = t.publication_id)
           )
        """,
    ),
    Check(
        "task_contradicts_nothing",
        "a contradiction names a verdict and a review of another label, a correction a publication and what opened it",
        """
        SELECT task_id FROM tasks t
        LEFT JOIN verdicts v ON v.verdict_id = t.verdict_id
        LEFT JOIN reviews r ON r.review_id = t.review_id
        WHERE CASE t.kind
            WHEN 'contradiction' THEN t.publication_id IS NOT NULL OR v.label IS NULL OR r.label IS NULL
                OR v.label = r.label OR v.label <> t.label
            ELSE t.publication_id IS NULL OR (v.verdict_id IS NULL) = (r.review_id IS NULL)
                OR coalesce(v.label, r.label) <> t.label
        END
        """,
    ),
    Check(
        "task_never_opened",
        "every task was opened once, and closed after that if at all",
        """
        SELECT t.task_id FROM tasks t
        LEFT JOIN task_events e ON e.task_id = t.task_id
        GROUP BY t.task_id
        HAVING count(*) FILTER (WHERE e.event = 'opened') <> 1
            OR count(*) FILTER (WHERE e.event = 'closed') > 1
            OR min(e."at") FILTER (WHERE e.event = 'closed') < min(e."at") FILTER (WHERE e.event = 'opened')
        """,
    ),
    Check(
        "task_event_without_task",
        "every event is that of a task that is kept",
        "SELECT event_id FROM task_events ANTI JOIN tasks USING (task_id)",
    ),
    Check(
        "task_opened_twice",
        "no two open tasks are about the same decision or publication",
        """
        SELECT coalesce(publication_id, review_id) AS subject_id FROM open_tasks GROUP BY subject_id HAVING count(*) > 1
        """,
    ),
    Check(
        "publication_without_decision",
        "every publication and every new rating rests on a person's decision that says the same of the same claim",
        """
        SELECT p.publication_id FROM (
            SELECT publication_id, claim_id, review_id, label FROM publications
            UNION ALL
            SELECT e.publication_id, p.claim_id, e.review_id, e.label
            FROM publication_events e JOIN publications p ON p.publication_id = e.publication_id
            WHERE e.rating IS NOT NULL
        ) p
        LEFT JOIN reviews r ON r.review_id = p.review_id
        WHERE r.label IS DISTINCT FROM p.label OR NOT EXISTS (FROM claims c WHERE c.claim_id = p.claim_id)
        """,
    ),
    Check(
        "published_twice",
        "of one claim at one address no more than one publication stands",
        """
        SELECT min(publication_id) FROM publication_states WHERE status <> 'withdrawn'
        GROUP BY claim_id, url HAVING count(*) > 1
        """,
    ),
    Check(
        "refuted_without_second_reviewer",
        "what is published as refuted was checked by a second person",
        f"""
        SELECT publication_id FROM (
            SELECT publication_id, label, "by", second_reviewer FROM publications
            UNION ALL
            SELECT publication_id, label, "by", second_reviewer FROM publication_events
        )
        WHERE (label = 'refuted' AND coalesce(trim(second_reviewer), '') = '') OR {_SAME_NAME}
        """,  # noqa: S608
    ),
    Check(
        "claimant_answered_unasked",
        "no claimant answers before they are asked, or without an answer",
        """
        SELECT publication_id FROM publication_states
        WHERE (claimant_answered_on IS NULL) <> (claimant_answer IS NULL)
           OR (claimant_answered_on IS NOT NULL AND claimant_asked_on IS NULL)
           OR claimant_answered_on < claimant_asked_on
        """,
    ),
    Check(
        "publication_events_dangle",
        "the events of each publication are one chain, and a withdrawal ends it",
        """
        SELECT e.event_id FROM publication_events e
        LEFT JOIN publication_events f ON f.event_id = e.follows
        WHERE NOT EXISTS (FROM publications p WHERE p.publication_id = e.publication_id)
           OR (e.follows IS NOT NULL AND f.publication_id IS DISTINCT FROM e.publication_id)
           OR f.event = 'withdrawn'
           OR EXISTS (
               FROM publication_events o
               WHERE o.publication_id = e.publication_id AND o.event_id <> e.event_id
                 AND o.follows IS NOT DISTINCT FROM e.follows
           )
        """,
    ),
)
