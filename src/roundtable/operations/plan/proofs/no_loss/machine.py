"""A model beside the real thing: people and machines do what comes to their mind; both must agree after each step."""

from typing import Any

from django.conf import settings as house
from django.test.utils import override_settings
from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from hypothesis.strategies import booleans, integers, sampled_from

from roundtable.ground.trust.public import Trial
from roundtable.operations.plan.proofs.no_loss.model import Both
from roundtable.operations.plan.proofs.no_loss.side import TEXTS, DiffersError
from roundtable.operations.plan.proofs.no_loss.stage import Stage

SHORT, LONG = (8, 30), (2000, 50)
"""Examples, and steps in each."""

who = sampled_from(("nino", "giorgi"))
tab = sampled_from((0, 1))
place = sampled_from(TEXTS)
step_of_scale = sampled_from(("-", "0", "1", "2", "3", "4"))
some = integers(0, 7)


def run(trial: Trial, stage: Stage) -> None:
    """Play so many examples; a step after which both differ is told with the steps that led there."""
    examples, steps = LONG if trial.long else SHORT
    told: dict[str, Any] = {"examples": 0, "steps": 0, "last": []}

    class Machine(_Machine):
        def __init__(self) -> None:
            super().__init__()
            self.both = Both(stage)
            told["examples"] += 1
            told["last"] = self.both.done

        def teardown(self) -> None:
            told["steps"] += len(self.both.done)
            trial.tried(len(self.both.done))

    wanted = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
        report_multiple_bugs=False,
    )
    storages = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(ROUNDTABLE_SECOND_FACTOR=False, STORAGES=_with(storages)):
        try:
            run_state_machine_as_test(seed(trial.seed)(Machine), settings=wanted)
        except DiffersError as error:
            trial.broken(f"{error} after: {'; '.join(told['last'])}")
    trial.figure("examples of the model", told["examples"])
    trial.figure("steps of the model", told["steps"])


def _with(storages: dict[str, Any]) -> dict[str, Any]:
    return {**house.STORAGES, **storages}


class _Machine(RuleBasedStateMachine):
    """What can happen, in any order."""

    both: Both

    # -- writing in a report

    @rule(by=who, tab=tab)
    def open_the_page(self, by: str, tab: int) -> None:
        self.both.open(by, tab)

    @rule(by=who, tab=tab, name=place, cut=booleans(), at=some)
    def write(self, *, by: str, tab: int, name: str, cut: bool, at: int) -> None:
        self.both.write(by, tab, name, cut=cut, at=at)

    @rule(by=who, tab=tab, value=step_of_scale)
    def choose(self, by: str, tab: int, value: str) -> None:
        self.both.choose(by, tab, value)

    @rule(by=who, tab=tab, name=place, at=some, do=sampled_from(("save", "save", "offer", "submit")))
    def send_the_form(self, by: str, tab: int, name: str, at: int, do: str) -> None:
        self.both.send_form(by, tab, name, at=at, do=do)

    @precondition(lambda self: self.both.sent)
    @rule(at=some)
    def send_something_again(self, at: int) -> None:
        self.both.again(at)

    @precondition(lambda self: self.both.conflicts)
    @rule(at=some, side=sampled_from(("mine", "theirs", "both")))
    def settle(self, at: int, side: str) -> None:
        self.both.settle(at, side)

    # -- moving it on

    @rule(by=who, do=sampled_from(("offer", "take-back", "submit", "withdraw", "delete")))
    def move(self, by: str, do: str) -> None:
        self.both.move(by, do)

    @rule(by=who)
    def bring_back(self, by: str) -> None:
        self.both.bring_back(by)

    @rule(do=sampled_from(("accept", "return")))
    def decide(self, do: str) -> None:
        self.both.decide(do)

    @rule(by=who)
    def ask_correction(self, by: str) -> None:
        self.both.ask_correction(by)

    @rule(opened=booleans())
    def decide_correction(self, *, opened: bool) -> None:
        self.both.decide_correction(opened=opened)

    @rule(by=who, name=place)
    def correct(self, by: str, name: str) -> None:
        self.both.correct(by, name)

    # -- notes and evidence

    @rule(by=sampled_from(("nino", "giorgi", "secretariat")))
    def leave_a_note(self, by: str) -> None:
        self.both.note(by)

    @rule(by=who, file=booleans())
    def add_evidence(self, *, by: str, file: bool) -> None:
        self.both.evidence(by, file=file)

    @precondition(lambda self: self.both.pieces)
    @rule(by=who, at=some, there=booleans())
    def bin_evidence(self, *, by: str, at: int, there: bool) -> None:
        self.both.bin_evidence(by, at, there=there)

    # -- activities by machine

    @rule(valid=booleans())
    def plan_an_activity(self, *, valid: bool) -> None:
        self.both.plan(valid=valid)

    @precondition(lambda self: self.both.activities)
    @rule(at=some, fresh=booleans())
    def change_an_activity(self, *, at: int, fresh: bool) -> None:
        self.both.change(at, fresh=fresh)

    @precondition(lambda self: self.both.activities)
    @rule(at=some, fresh=booleans())
    def delete_an_activity(self, *, at: int, fresh: bool) -> None:
        self.both.delete(at, fresh=fresh)

    @precondition(lambda self: self.both.activities)
    @rule(by=who, at=some)
    def bring_an_activity_back(self, by: str, at: int) -> None:
        self.both.restore(by, at)

    @invariant()
    def both_agree(self) -> None:
        self.both.agree()
