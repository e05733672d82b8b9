"""What came of asking an online service: every query with its outcome and reason, ready for a ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

Outcome = Literal["found", "unknown", "refused", "missing", "not asked"]
OUTCOME_WORDS: Final[Mapping[Outcome, str]] = {
    "found": "the service's answer is believed",
    "unknown": "the service knows no such place",
    "refused": "the service's answer is not believed",
    "missing": "no answer could be had",
    "not asked": "the service was not asked",
}
"""What each outcome means, as a reader should see it."""


@dataclass(frozen=True, slots=True)
class OnlineAnswer:
    """What came of one query.

    Attributes
    ----------
    query, within
        The text, and the code of the unit it was said to be in; its name as stated, if it is none of ours; or empty.
    outcome, reason
        One of `OUTCOME_WORDS`, and why.
    sent, cached
        Whether the query was sent to the service, or its answer was kept from an earlier time.
    rows
        Positions, from 0, of the rows of a table that ask for it.
    """

    query: str
    within: str
    outcome: Outcome
    reason: str
    sent: bool = False
    cached: bool = False
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class OnlineReport:
    """What came of all queries of a run.

    Attributes
    ----------
    service
        Whose answers they are, such as ``nominatim``; empty if none was given.
    attribution
        What must stand beside the answers; empty if none was believed.
    answers
        Each query once, in the order of asking.
    requests
        How often the network was used, second tries included.
    stopped
        Why the service was left alone for the rest of the run; empty if it was not.

    Examples
    --------
    >>> report = OnlineReport("nominatim", "", (OnlineAnswer("Gazi Tir", "", "missing", "no network"),), 3, "")
    >>> report.reasons("missing")
    {'Gazi Tir': 'no network'}
    >>> report.as_dict()["missing"]
    1
    """

    service: str
    attribution: str
    answers: tuple[OnlineAnswer, ...]
    requests: int
    stopped: str

    def count(self, outcome: Outcome) -> int:
        """Return how many queries came to an outcome."""
        return sum(answer.outcome == outcome for answer in self.answers)

    @property
    def from_cache(self) -> int:
        """How many queries were answered from the cache."""
        return sum(answer.cached for answer in self.answers)

    @property
    def asked(self) -> int:
        """How many queries were sent to the service, whether it answered or not."""
        return sum(answer.sent for answer in self.answers)

    def reasons(self, *outcomes: Outcome) -> dict[str, str]:
        """Return query and reason, for some outcomes or for all; a stated unit stands behind the query."""
        return {
            f"{answer.query} (in {answer.within})" if answer.within else answer.query: answer.reason
            for answer in self.answers
            if not outcomes or answer.outcome in outcomes
        }

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain values, for a ledger or JSON."""
        return {
            "service": self.service,
            "attribution": self.attribution,
            "asked": self.asked,
            "requests": self.requests,
            "from_cache": self.from_cache,
            **{outcome: self.count(outcome) for outcome in OUTCOME_WORDS},
            "stopped": self.stopped,
            "answers": [
                {
                    "query": answer.query,
                    "within": answer.within,
                    "outcome": answer.outcome,
                    "reason": answer.reason,
                    "sent": answer.sent,
                    "cached": answer.cached,
                    "rows": list(answer.rows),
                }
                for answer in self.answers
            ],
        }
