"""The checks by which a sentence with all of a claim's words may still say something else, in their order."""

from verifiers.agreements.conditions import of_conditions
from verifiers.agreements.converse import of_converse
from verifiers.agreements.courts import of_courts
from verifiers.agreements.days import of_own_days
from verifiers.agreements.fates import of_fates
from verifiers.agreements.numbers import of_ends
from verifiers.agreements.parts import of_parts
from verifiers.agreements.roles import of_roles
from verifiers.agreements.same_thing import of_the_same_thing
from verifiers.agreements.scope import of_scope
from verifiers.agreements.starts import of_starts
from verifiers.agreements.stations import of_stations
from verifiers.agreements.whose import of_whose

DIFFERENCES = (
    of_own_days,
    of_starts,
    of_parts,
    of_fates,
    of_whose,
    of_courts,
    of_converse,
    of_roles,
    of_conditions,
    of_ends,
    of_scope,
    of_stations,
    of_the_same_thing,
)
