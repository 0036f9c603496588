"""A whole run whose article and evidence give orders to the model, with a model that obeys what reaches it."""

from pathlib import Path

import pytest

from tests import loopback_llm as loop
from tests.flows.model_desk import STORY, Desk
from tests.loopback_llm import LoopbackLlm
from tests.verifiers import obedient
from tests.verifiers.hostile_texts import ATTACKS

# One an order that is the article's, so that it stands among sentences that are claimed.
IN_ARTICLE = ("plain override", "forged system line", "french", "russian", "chinese", "zero-width", "rot13", "new role")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


async def test_nothing_that_the_texts_order_is_done(desk: Desk):
    for name, text in ATTACKS.items():
        desk.evidence(f"Paper of {name}", f"The Northfield dam failed on Sunday after a week of rain. {text}")
    orders = "\n\n".join(ATTACKS[name] for name in IN_ARTICLE)
    source = desk.article("Northfield", f"{STORY.format(place='Northfield', count=40)}\n{orders}\n")
    with LoopbackLlm(loop.answered_by(obedient.answer)) as llm:
        run = await desk.check(llm, source)
        judged = [request for request in llm.requests if request.schema_name == "_Judged"]
    assert run.outcome == "completed"
    assert desk.is_sound()
    assert desk.rows("from open_failures") == []
    assert any("Paper of" in request.user for request in judged), "the documents are among what is read"
    wanted = [line for request in judged for line in request.user.splitlines() if line.startswith("[")]
    assert [line for line in wanted if obedient.wish(line.partition(") ")[2])] == []
    claims = desk.column("select text from current_claims")
    assert len(claims) > 10, "the model was not talked out of the article's claims"
    assert [claim for claim in claims if obedient.wish(claim)] == []
    (note,) = desk.column("select note from extractions")
    assert "the article gives orders to a model that reads it, which was not shown them" in note
