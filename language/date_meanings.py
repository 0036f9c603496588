"""Which reading belongs to which shape of `language.date_patterns`."""

from collections.abc import Callable

from language import date_holidays as holidays
from language import date_named as named
from language import date_parts as parts
from language import date_relative as relative
from language.date_places import Found, Place

MEANINGS: dict[str, Callable[[Place], Found | None]] = {
    "iso": named.read_iso,
    "numeric": named.read_numeric,
    "month_day": named.read_month_day,
    "day_month": named.read_month_day,
    "month_year": named.read_month_year,
    "part_of_period": parts.read_part_of_period,
    "nth_weekday": parts.read_nth_weekday,
    "day_of_month": parts.read_day_of_month,
    "before_last": parts.read_before_last,
    "latest": parts.read_latest,
    "recent": relative.read_recent,
    "within": relative.read_within,
    "period_to": named.read_period_to,
    "quarter": named.read_quarter,
    "year_quarter": named.read_quarter,
    "half": named.read_half,
    "season": named.read_season,
    "season_year": named.read_season_year,
    "decade": named.read_decade,
    "century": named.read_century,
    "years": named.read_years,
    "weekday": relative.read_weekday,
    "deictic": relative.read_deictic,
    "end_of": relative.read_end_of,
    "span": relative.read_span,
    "period": relative.read_period,
    "which_month": relative.read_which_month,
    "weekend": relative.read_weekend,
    "ago": relative.read_ago,
    "unit_ago": relative.read_unit_ago,
    "years_in": relative.read_years_in,
    "year_end": relative.read_year_end,
    "holiday": holidays.read_holiday,
    "part_month": named.read_part_month,
    "part_year": named.read_part_year,
    "month": named.read_month,
    "fiscal": named.read_fiscal,
    "spoken_year": named.read_spoken_year,
    "year": named.read_year,
    "elsewhere": relative.read_unresolved,
    "now": relative.read_now,
}
