"""How much of its plan a business uses, and whether it is right."""

from datetime import datetime

from billing.queries.entitlements import plan_status_of
from console.cards.section import About, Bar, Fact, Section, listing, moment
from insights.queries.proof_runs import ProofRunInfo, last_proof, latest_proofs
from insights.queries.usage import readings
from kernel.schemas import in_schema

_SHOWN = 10


def proofs(now: datetime) -> Section:
    """Whose last proof found something, and who was not proved for two days. Four statements."""
    found = latest_proofs(now)
    wrong, unproved = len(found.wrong), len(found.unproved)
    those = listing("insights_proofrun", "is_right__exact=0")
    rows = [(one.name, _questions(one)) for one in found.wrong] + [(name, "not proved") for name in found.unproved]
    return Section(
        "Proof",
        (
            Fact("Wrong", f"{wrong:,}", "danger" if wrong else "success", those),
            Fact("Not proved for two days", f"{unproved:,}", "danger" if unproved else ""),
            Fact("Last", moment(found.last_at)),
        ),
        head=("Business", "What is wrong"),
        rows=tuple(rows[:_SHOWN]),
    )


def proof(about: About) -> Section:
    """What the last proof of the business found, with the first of its rows."""
    last = last_proof(about.id)
    if last is None:
        return Section("Proof", note="Not proved yet.")
    return Section(
        "Proof",
        (
            Fact("Business", *(("wrong", "danger") if last.findings else ("right", "success"))),
            Fact("Proved", moment(last.at)),
            Fact("Seconds", f"{last.seconds:.1f}"),
        ),
        head=("What is wrong", "How often", "The first"),
        rows=tuple((found["question"], f"{found['count']:,}", _first(found["shown"])) for found in last.findings),
    )


def _questions(one: ProofRunInfo) -> str:
    return "; ".join(f"{found['question']} ({found['count']:,})" for found in one.findings)


def _first(shown: list[dict[str, object]]) -> str:
    return ", ".join(f"{column} {value}" for column, value in shown[0].items())


def usage(about: About) -> Section | None:
    """Each meter beside the plan's limit, read now."""
    plan = plan_status_of(about.id)
    if not about.schema or plan is None:
        return None
    with in_schema(about.schema):
        read = readings(about.now)
    allowed = plan.entitlements.allowance
    return Section(
        "Usage", bars=tuple(Bar(one.meter.label.capitalize(), one.used, allowed(one.meter).limit) for one in read)
    )
