"""Query planners: which searches could settle a claim. Each is registered here under the name that a Query records."""

from collections.abc import Mapping

from verifiers.planners.llm import LlmPlanner
from verifiers.planners.offline import OfflinePlanner
from verifiers.protocols import QueryPlanner

# A planner that is registered here is tested by tests/verifiers/test_planner_contract.py.
PLANNERS: Mapping[str, type[QueryPlanner]] = {OfflinePlanner.name: OfflinePlanner, LlmPlanner.name: LlmPlanner}
