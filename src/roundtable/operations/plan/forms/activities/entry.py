"""The whole form of an activity: the facts and its three kinds of rows, which are asked and answered together."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from roundtable.operations.plan.domain.activity import Attached, Facts, Promise, ShareOf, faults_of_shares, number_text
from roundtable.operations.plan.domain.shares import equal
from roundtable.operations.plan.forms.activities.fields import ActivityForm, Offered
from roundtable.operations.plan.forms.activities.rows import DocumentRow, FundingRow, ShareRow, signed_file, unsigned
from roundtable.operations.plan.queries.activities import LABELS
from roundtable.operations.plan.services.activities import sentence

MOST_ROWS: Final = 60
SPARE_ROWS: Final = 2
MORE_ROWS: Final = 3


class Entry:
    """The whole form: the facts and its three kinds of rows, which are asked and answered together."""

    def __init__(  # noqa: PLR0913 - what was sent and what stands there already
        self,
        offered: Offered,
        *,
        person: int,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
        initial: Facts | None = None,
        revision: int | None = None,
    ) -> None:
        """Show what was sent, or the facts as they are, or nothing yet."""
        self.offered, self.person = offered, person
        self.bound = data is not None
        self.data = data.copy() if data is not None else None
        self.group_errors: dict[str, list[str]] = {}
        self.helped = False
        self._extra = {"shares": SPARE_ROWS, "fundings": 1, "documents": 1}
        self._files = files
        self._initial = self._as_initial(initial, revision)
        self._build()

    def _as_initial(self, facts: Facts | None, revision: int | None) -> dict[str, Any]:
        if facts is None:
            leads = self.offered.leads
            lead = leads[0][0] if len(leads) == 1 else ""
            begun = {"key": uuid4(), "stage": "planned", "audience": "parties", "lead": lead}
            return {"form": begun, "shares": [], "fundings": [], "documents": []}
        simple = {name: getattr(facts, name) for name in ActivityForm.base_fields if hasattr(facts, name)}
        return {
            "form": {**simple, "revision": revision, "key": uuid4()},
            "shares": [{"action": one.action, "percent": number_text(one.percent)} for one in facts.shares],
            "fundings": [
                {"source": one.source, "pledged": one.pledged, "paid": one.paid or None} for one in facts.fundings
            ],
            "documents": [
                {
                    "title": one.title,
                    "link": one.link,
                    "kept": signed_file(one.file_id, one.title, self.person) if one.file_id else "",
                }
                for one in facts.documents
            ],
        }

    def _build(self) -> None:
        self.form = ActivityForm(self.data, initial=self._initial["form"], offered=self.offered)
        offered = {"form_kwargs": {"offered": self.offered}}
        self.shares = self._rows("shares", ShareRow, offered)
        self.fundings = self._rows("fundings", FundingRow, {})
        self.documents = self._rows("documents", DocumentRow, {})

    def _rows(self, prefix: str, row: type[forms.Form], more: dict[str, Any]) -> Any:
        made = forms.formset_factory(row, extra=self._extra[prefix], max_num=MOST_ROWS, absolute_max=MOST_ROWS)
        if self.data is None:
            return made(initial=self._initial[prefix], prefix=prefix, **more)
        return made(self.data, self._files, prefix=prefix, **more)

    def groups(self) -> Iterable[tuple[str, Any]]:
        """The three kinds of rows with their names."""
        return (("shares", self.shares), ("fundings", self.fundings), ("documents", self.documents))

    def asks_for_help(self) -> bool:
        """Whether one of the helping buttons was pressed; then the rows are changed and nothing is saved."""
        if self.data is None:
            return False
        asked = {name for name, _rows in self.groups() if f"more-{name}" in self.data}
        for name in asked:
            self.data[f"{name}-TOTAL_FORMS"] = str(min(self._total(name) + MORE_ROWS, MOST_ROWS))
        if "equal-shares" in self.data:
            self._share_equally()
        if "all-parties" in self.data:
            self.data.setlist("participants", [code for code, _name in self.offered.parties])
        if "no-parties" in self.data:
            self.data.setlist("participants", [])
        self.helped = bool(asked or {"equal-shares", "all-parties", "no-parties", "look-alikes"} & set(self.data))
        if self.helped:
            self._build()
        return self.helped

    def _total(self, name: str) -> int:
        said = self.data.get(f"{name}-TOTAL_FORMS", "") if self.data is not None else ""
        return min(int(said), MOST_ROWS) if str(said).isdigit() else 0

    def _share_equally(self) -> None:
        assert self.data is not None  # noqa: S101 - for the type checker
        rows = [row for row in range(self._total("shares")) if self.data.get(f"shares-{row}-action")]
        for row, percent in zip(rows, equal(len(rows)) if rows else (), strict=True):
            self.data[f"shares-{row}-percent"] = str(percent)

    def is_valid(self) -> bool:
        """Whether all that was sent can be read; what it says is judged by the service."""
        well = all([self.form.is_valid(), *(rows.is_valid() for _name, rows in self.groups())])
        if not well and self.shares.is_valid() and "shares" not in self.group_errors:
            # The service judges only what can be read as a whole; shares are told about in the same breath.
            found = faults_of_shares([ShareOf(row["action"], row["percent"]) for row in self._served()])
            if found:
                self.group_errors["shares"] = [sentence(fault) for fault in found]
        return well

    def _served(self) -> list[dict[str, Any]]:
        return [row for row in self._cleaned(self.shares) if row.get("action")]

    def uploads(self) -> list[tuple[int, Any]]:
        """The files handed in with this sending, each with the number of its row."""
        return [(number, upload) for number, row in enumerate(self.documents) if (upload := self._upload_of(row))]

    @staticmethod
    def _upload_of(row: Any) -> Any:
        return row.files.get(row.add_prefix("file"))

    def was_kept(self, row: int, number: int, name: str) -> None:
        """Remember in the form that the file of a row is stored, so that it need not be handed in again."""
        assert self.data is not None  # noqa: S101 - for the type checker
        self.data[f"documents-{row}-kept"] = signed_file(number, name, self.person)
        if not self.data.get(f"documents-{row}-title", "").strip():
            self.data[f"documents-{row}-title"] = name
        if self._files is not None:
            self._files = MultiValueDict(
                {key: self._files.getlist(key) for key in self._files if key != f"documents-{row}-file"}
            )
        self._build()

    def facts(self) -> Facts:
        """The facts that were sent; rows that are empty or marked for removal are left out."""
        said = self.form.cleaned_data
        return Facts(
            **{
                name: said[name]
                for name in (
                    "title",
                    "kind",
                    "stage",
                    "audience",
                    "reference",
                    "about",
                    "lead",
                    "starts",
                    "ends",
                    "place",
                )
            },
            online=bool(said["online"]),
            budget=said["budget"],
            spent=said["spent"],
            outputs=said["outputs"],
            partners=tuple(said["partners"]),
            participants=tuple(said["participants"]),
            issues=tuple(said["issues"]),
            shares=tuple(ShareOf(row["action"], row["percent"]) for row in self._served()),
            fundings=tuple(
                Promise(row["source"].strip(), row["pledged"] or Decimal(0), row["paid"] or Decimal(0))
                for row in self._cleaned(self.fundings)
                if row.get("source") or row.get("pledged") is not None or row.get("paid") is not None
            ),
            documents=tuple(self._documents()),
        )

    @staticmethod
    def _cleaned(rows: Any) -> list[dict[str, Any]]:
        return [row.cleaned_data for row in rows if getattr(row, "cleaned_data", None)]

    def _documents(self) -> Iterable[Attached]:
        for row in self._cleaned(self.documents):
            kept = unsigned(row.get("kept", ""))
            mine = kept is not None and kept["by"] == self.person
            if row.get("title") or row.get("link"):
                yield Attached(row["title"].strip(), row["link"].strip(), int(kept["id"]) if kept and mine else None)

    @property
    def revision(self) -> int:
        """The revision that the person saw; 0 when the form does not say."""
        return int(self.form.cleaned_data.get("revision") or 0)

    @property
    def key(self) -> UUID | None:
        """The key of this form: sent twice, it makes one activity."""
        key: UUID | None = self.form.cleaned_data.get("key")
        return key

    @property
    def lead_said(self) -> str:
        """Who is to lead, as far as it was said."""
        said = str(self.data.get("lead", "")) if self.data is not None else ""
        return said if said in {code for code, _name in self.offered.leads} else ""

    def facts_so_far(self) -> Facts | None:
        """The facts as far as they can be read already, for hints; None while there is too little."""
        if self.data is None:
            return None
        whole = self.is_valid()
        said = getattr(self.form, "cleaned_data", {})
        shares = [row.cleaned_data.get("action") for row in self.shares if getattr(row, "cleaned_data", None)]
        if whole:
            return self.facts()
        return Facts(
            title=said.get("title", ""),
            kind="",
            lead="",
            starts=said.get("starts"),
            ends=said.get("ends"),
            shares=tuple(ShareOf(action, Decimal(0)) for action in shares if action),
        )

    def take(self, facts: Facts, names: Iterable[str], *, revision: int) -> None:
        """Put other facts in place of what was sent, field by field, and go on from their revision."""
        assert self.data is not None  # noqa: S101 - for the type checker
        initial = self._as_initial(facts, revision)
        wanted = set(names)
        for name in wanted & set(self.form.fields):
            self._put_simple(name, initial["form"].get(name))
        for name in wanted & {"shares", "fundings", "documents"}:
            self._put_rows(name, initial[name])
        self._put_simple("revision", revision)
        self._build()

    def _put_simple(self, name: str, value: Any) -> None:
        assert self.data is not None  # noqa: S101 - for the type checker
        if isinstance(value, tuple):
            self.data.setlist(name, list(value))
        elif value in (None, False):
            self.data.pop(name, None)
        else:
            self.data[name] = "on" if value is True else str(value)

    def _put_rows(self, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
        assert self.data is not None  # noqa: S101 - for the type checker
        for key in [key for key in self.data if key.startswith(f"{name}-") and key.split("-")[1].isdigit()]:
            del self.data[key]
        self.data[f"{name}-TOTAL_FORMS"] = str(len(rows) + self._extra[name])
        for number, row in enumerate(rows):
            for key, value in row.items():
                self.data[f"{name}-{number}-{key}"] = "" if value is None else str(value)

    def refuse(self, fields: Mapping[str, Sequence[str]]) -> None:
        """Show what the service refused, each sentence at its place."""
        for name, sentences in fields.items():
            for told in sentences:
                if name in self.form.fields:
                    self.form.add_error(name, told)
                else:
                    self.group_errors.setdefault(name, []).append(told)

    @property
    def faults(self) -> list[tuple[str, str, str]]:
        """Everything that is wrong, with the address of its place and the name of the field, for the summary."""
        found = [
            (self.form[name].id_for_label or str(self.form[name].auto_id), str(self.form[name].label), str(error))
            for name, errors in self.form.errors.items()
            if name in self.form.fields
            for error in errors
        ]
        for name, rows in self.groups():
            found += [(f"{name}-group", str(LABELS[name]), sentence) for sentence in self.group_errors.get(name, ())]
            if rows.is_bound:
                found += [
                    (row[field].id_for_label, str(LABELS[name]), str(error))
                    for row in rows
                    for field, errors in row.errors.items()
                    for error in errors
                    if field in row.fields
                ]
        return found

    @property
    def sum_of_shares(self) -> Decimal:
        """What the shares add up to, as far as they can be read."""
        found = Decimal(0)
        for row in self.shares:
            said = str(row["percent"].value() or "").strip()
            try:
                found += Decimal(said or 0)
            except ArithmeticError:
                continue
        return found
