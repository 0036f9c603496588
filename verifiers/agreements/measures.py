"""Whether two quantities agree, whatever unit each is told in: 120 metres are 394 feet, and 100 km/h are 62 mph.

What is converted is rounded on the way, so that neither of the two is more exact than the other's digits.
"""

import math

from language.quantities import agrees as agree_in_one_unit
from language.quantities import clashes as clash_in_one_unit
from language.units import measure
from warehouse.records import Quantity

_CONVERTED = 0.03  # by how much a converted number may be off


def agrees(wanted: Quantity, found: Quantity) -> bool:
    """Whether a number bears a claim's out, rounding and converting allowed."""
    return agree_in_one_unit(wanted, found) or is_converted(wanted, found)


def clashes(wanted: Quantity, found: Quantity) -> bool:
    """Whether both cannot be right of one thing at one time."""
    return clash_in_one_unit(wanted, found) and not is_converted(wanted, found)


def is_converted(wanted: Quantity, found: Quantity) -> bool:
    """Whether two plain numbers say about the same in units of two systems: miles and kilometres, weeks and months."""
    if wanted.unit == found.unit or wanted.low is None or found.low is None:
        return False
    if wanted.low != wanted.high or found.low != found.high:
        return False
    one, other = measure(wanted.unit), measure(found.unit)
    if one is None or other is None or one[0] != other[0] or one[0] == "money" or not one[1] or not other[1]:
        return False
    if math.log10(one[1] / other[1]).is_integer():  # of one system
        return False
    ours, theirs = wanted.low * one[1], found.low * other[1]
    return abs(ours - theirs) <= _CONVERTED * max(abs(ours), abs(theirs))
