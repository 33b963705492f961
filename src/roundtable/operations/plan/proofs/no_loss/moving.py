"""Moving a report on: the Party, the secretariat, the bin, corrections."""

from roundtable.operations.plan.proofs.no_loss.side import NOTHING, Side, a_word, must


class Moving(Side):
    """What becomes of a report as a whole."""

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return self.progress == "0" or (self.progress != NOTHING and bool(self.words["narrative"]))

    def _moves(self, do: str, *, refused: bool) -> None:
        """Say where a move leads, or that it leads nowhere."""
        open_ = self.writable
        wanted = {
            "offer": ("offered", open_ and self.at in {"draft", "returned"} and self.complete),
            "submit": ("submitted", open_ and self.complete),
            "take-back": ("returned" if self.returned else "draft", open_ and self.at == "offered"),
            "withdraw": ("draft", self.at == "submitted"),
            "accept": ("accepted", self.at == "submitted"),
            "return": ("returned", self.at == "submitted"),
        }[do]
        to, may = wanted
        if refused:
            must(not may, f"{do} was refused from {self.at}")
        if not may or self.deleted:
            return
        ends = {"offer": "offered", "submit": "submitted", "take-back": "taken-back", "withdraw": "withdrawn"}
        ends |= {"accept": "accepted", "return": "returned"}
        self.told[f"plan.report-{ends[do]}"] += 1
        self.at = to
        if do == "submit":
            self.received, self.returned = True, False
        elif do == "return":
            self.returned = True

    def move(self, by: str, do: str) -> None:
        """Press a button of the report."""
        self.done.append(f"{by}: {do}")
        self._post(by, f"{self._page()}move/", {"do": do})
        if do == "delete":
            if self.at in {"draft", "offered"} and not self.received and not self.returned and not self.deleted:
                self.deleted = True
                self.told["plan.report-deleted"] += 1
            return
        self._moves(do, refused=False)

    def bring_back(self, by: str) -> None:
        """Take the draft out of the bin."""
        self.done.append(f"{by} brings the draft back")
        self._post(by, f"/plan/reports/bin/{self.report.pk}/restore/", {})
        if self.deleted:
            self.deleted = False
            self.told["plan.report-restored"] += 1

    def decide(self, do: str) -> None:
        """The secretariat accepts or returns."""
        self.done.append(f"the secretariat: {do}")
        note = a_word()
        at = self.at
        self._post("secretariat", f"/plan/review/{self.report.pk}/", {"do": do, "note": note, "days": "14"})
        self._moves(do, refused=False)
        if do == "return" and at == "submitted":
            self.notes[note] += 1

    def ask_correction(self, by: str) -> None:
        """Ask to correct what was accepted."""
        self.done.append(f"{by} asks for a correction")
        self._post(by, f"{self._page()}correction/ask/", {"reason": "wrong"})
        if self.at == "accepted" and self.correction in {"", "done", "refused"}:
            self.correction = "asked"
            self.told["plan.correction-asked"] += 1

    def decide_correction(self, *, opened: bool) -> None:
        """The secretariat opens the report for correction, or refuses."""
        self.done.append(f"the secretariat {'opens' if opened else 'refuses'} the correction")
        sent = {"do": "open" if opened else "refuse", "note": "so"}
        self._post("secretariat", f"{self._page()}correction/decide/", sent)
        if self.correction == "asked":
            self.correction = "open" if opened else "refused"
            self.told["plan.correction-opened" if opened else "plan.correction-refused"] += 1

    def correct(self, by: str, name: str) -> None:
        """Enter the corrected text."""
        word = a_word()
        self.done.append(f"{by} corrects {name} to {word}")
        self._post(by, f"{self._page()}correction/", {name: word, "reason": "wrong"})
        if self.correction == "open":
            self.correction = "done"
            self.corrected = True
            self.words[name] = {word}
            self.told["plan.report-corrected"] += 1
