"""Turn what a cell says about a date into a day or a span, and the precision it is known with."""

from incident_mapper.incidents.dates.answer import DATE_CHECKS, ReadDate
from incident_mapper.incidents.dates.hijri import hijri_date, merge_with_hijri
from incident_mapper.incidents.dates.read import read_date
from incident_mapper.incidents.dates.survey import DateEvidence, DateForm, date_evidence, survey_dates

__all__ = [
    "DATE_CHECKS",
    "DateEvidence",
    "DateForm",
    "ReadDate",
    "date_evidence",
    "hijri_date",
    "merge_with_hijri",
    "read_date",
    "survey_dates",
]
