"""AVeriTeC with evidence that has to be found: among all answers to its training and development claims.

The offline planner's queries and the corpus index look for passages as in benchmarks/retrieval.py, as many as a check
puts before its judges. A claim's own answers are among the documents; questions are not.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks import retrieval
from benchmarks.averitec_sets import LABEL_OF, Line
from benchmarks.cases import Case
from benchmarks.retrieval_sets import claim_of, read_answers
from verifiers import independence
from verifiers.outcomes import Limits
from verifiers.planners.offline import OfflinePlanner
from verifiers.publishers import load_publishers


async def pool_cases(shared: Path, wanted: Mapping[str, Sequence[Line]]) -> dict[str, list[Case]]:
    """By split, claims with the passages that the offline planner and the index find, as many as a check reads."""
    limits, publishers = Limits(), load_publishers()
    cases: dict[str, list[Case]] = {split: [] for split in wanted}
    with retrieval.indexed(read_answers(shared).texts) as source:
        for split, rows in wanted.items():
            claims = [claim_of(row) for row in rows]
            queries = await retrieval.planned(OfflinePlanner(), claims)
            for row, claim in zip(rows, claims, strict=True):
                found = await retrieval.found(
                    source,
                    claim,
                    queries[claim.claim_id],
                    per_claim=limits.passages_per_claim,
                    per_document=limits.passages_per_document,
                )
                evidence = tuple(independence.counted(claim, found, publishers))
                cases[split].append(Case(claim, evidence, LABEL_OF[row["label"]]))
    return cases
