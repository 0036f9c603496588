"""Which claims of a new extraction succeed which of the one before it: what needs both stages' records stands here."""

from collections.abc import Sequence

from warehouse.records import Claim, ClaimLink

VERSION = 1


def link_successors(claims: Sequence[Claim], predecessors: Sequence[Claim]) -> tuple[ClaimLink, ...]:
    """Links from claims to the ones they succeed: the same words of the same article by the same speaker, read anew.

    A claim whose id is unchanged needs no link. Of several with the same words, one of the same kind is preferred (a
    quotation and its content share their words); each predecessor is succeeded at most once.
    """
    known_before = {claim.claim_id for claim in predecessors}
    known_now = {claim.claim_id for claim in claims}
    fresh = [claim for claim in claims if claim.claim_id not in known_before]
    gone = [claim for claim in predecessors if claim.claim_id not in known_now]
    successor_of: dict[str, Claim] = {}
    for same_kind in (True, False):
        for claim in fresh:
            if claim in successor_of.values():
                continue
            for old in gone:
                alike = (old.quote, old.speaker) == (claim.quote, claim.speaker)
                if alike and old.claim_id not in successor_of and (old.kind == claim.kind or not same_kind):
                    successor_of[old.claim_id] = claim
                    break
    return tuple(
        ClaimLink(from_claim_id=claim.claim_id, to_claim_id=old_id, relation="succeeds", made_by=f"matching-{VERSION}")
        for old_id, claim in successor_of.items()
    )
