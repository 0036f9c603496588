"""Whether two quantities agree, whatever unit each is told in: 120 metres are 394 feet, and 100 km/h are 62 mph."""

from language.quantities import agrees as agree_in_one_unit
from language.quantities import clashes as clash_in_one_unit
from language.quantities import is_converted
from warehouse.records import Quantity


def agrees(wanted: Quantity, found: Quantity) -> bool:
    """Whether a number bears a claim's out, rounding and converting allowed."""
    return agree_in_one_unit(wanted, found) or is_converted(wanted, found)


def clashes(wanted: Quantity, found: Quantity) -> bool:
    """Whether both cannot be right of one thing at one time."""
    return clash_in_one_unit(wanted, found) and not is_converted(wanted, found)
