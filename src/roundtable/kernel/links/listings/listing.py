"""A list: what its page, its export and the API have in common."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _

from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.base.markings import highest
from roundtable.kernel.files.tables import Column, Kind, Table, answer
from roundtable.kernel.links.listings.filters import Filter, Wrong
from roundtable.kernel.links.listings.misread import left_out, no_page
from roundtable.kernel.links.listings.paging import PAGE, PER_PAGE, SIZES, no_size, size
from roundtable.kernel.links.models import SavedView

SEARCH, SORT, DOWNLOAD, COLUMNS = "q", "sort", "download", "columns"
ALL = "all"
"""With `columns=all` a page shows every column, with the values that files and the API carry: nothing leaves unseen."""
DOWNLOADS = (("csv", "CSV"), ("xlsx", "XLSX"), ("json", "JSON"))
MOST_WORDS = 200
NUMBERS = frozenset({Kind.NUMBER, Kind.MONEY, Kind.SHARE})


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its value from an object, how it sorts, where it leads.

    `value` is what exports and the API carry; `show`, where given, is what the page shows instead (safe HTML or text of
    the same meaning). `sort` names the field, or fields, of the database by which the column sorts. What is not
    `on_page` stands there when every column is asked for: a page of many columns is read by nobody who need not.
    """

    key: str
    label: Any
    value: Callable[[Any], Any]
    kind: Kind = Kind.TEXT
    sort: str | Sequence[str] | None = None
    link: Callable[[Any], str] | None = None
    show: Callable[[Any], Any] | None = None
    on_page: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell on the page."""

    key: str
    label: Any
    kind: str
    value: Any
    shown: Any
    url: str

    @property
    def number(self) -> bool:
        """Whether it stands at the number side of its column."""
        return self.kind in NUMBERS


@dataclass(frozen=True, slots=True)
class Row:
    """One row on the page: the object and its cells."""

    obj: Any
    cells: list[Cell]


@dataclass(frozen=True)
class Head:
    """The head of a column; `sort` is the key to sort by, or empty."""

    key: str
    label: Any
    number: bool
    sort: str


@dataclass(frozen=True)
class Listed:
    """One page of a list, ready for `links/listing.html`."""

    listing: "Listing"
    page: Page[Any]
    rows: list[Row]
    form: forms.Form
    errors: list[str]
    sort: str
    params: QueryDict
    saved: list[SavedView] = field(default_factory=list)
    may_save: bool = False

    @property
    def heads(self) -> list[Head]:
        """The heads of the columns."""
        shown = self.listing.columns_shown(wide=self.wide)
        return [Head(c.key, c.label, c.kind in NUMBERS, c.key if c.sort else "") for c in shown]

    @property
    def wide(self) -> bool:
        """Whether every column is shown, as files have them."""
        return asks_for_all(self.params)

    @property
    def shortened(self) -> bool:
        """Whether the page shows less, or other words, than every column says."""
        return any(not column.on_page or column.show for column in self.listing.columns)

    @property
    def columns_address(self) -> str:
        """The address of the same rows with every column; from there, of the shorter list."""
        return self.querystring(**{COLUMNS: None if self.wide else ALL, PAGE: self.params.get(PAGE)})

    @property
    def total(self) -> int:
        """How many rows match, over all pages."""
        return int(self.page.paginator.count)

    @property
    def narrowed(self) -> bool:
        """Whether a search or a filter is in use."""
        return any(self.params.get(key, "").strip() for key in self.listing.filter_keys())

    @property
    def sizes(self) -> list[tuple[int, str]]:
        """How many rows a page may have, with the address of each; nothing where all rows stand on the smallest."""
        if self.total <= SIZES[0]:
            return []
        return [(number, self.querystring(**{PER_PAGE: number, PAGE: None})) for number in SIZES]

    @property
    def downloads(self) -> list[tuple[str, str]]:
        """Names and addresses of the same rows as files."""
        return [(label, self.querystring(**{DOWNLOAD: fmt, PAGE: None, PER_PAGE: None})) for fmt, label in DOWNLOADS]

    @property
    def query(self) -> str:
        """What a saved view keeps: filters and order, without the page."""
        return self.querystring(**{PAGE: None, DOWNLOAD: None}).removeprefix("?")

    def querystring(self, **changes: Any) -> str:
        """This list's question with some parts changed, as `?…`.

        None takes a part out. A changed filter begins at page 1.
        """
        asked = self.params.copy()
        if not {PAGE, DOWNLOAD} & changes.keys():
            asked.pop(PAGE, None)
        for key, value in changes.items():
            if value is None:
                asked.pop(key, None)
            elif isinstance(value, list | tuple):
                asked.setlist(key, [str(part) for part in value])
            else:
                asked[key] = str(value)
        return f"?{asked.urlencode()}"


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A list: its columns, filters, search and order.

    `search(queryset, words)` narrows by free words. `default_sort` is a column's key, with a minus before it for the
    other direction. `also` names further parts of the address that belong to the page around the list.
    """

    name: str
    columns: Sequence[Field]
    filters: Sequence[Filter] = ()
    search: Callable[[Any, str], Any] | None = None
    default_sort: str = ""
    per_page: int = 50
    also: Sequence[str] = ()
    search_label: Any = ""

    def filter_keys(self) -> list[str]:
        """The parts of the address that narrow the rows."""
        return [SEARCH] * (self.search is not None) + [key for filter_ in self.filters for key in filter_.asks()]

    def columns_shown(self, *, wide: bool) -> list[Field]:
        """The columns of the page: with `wide` all, otherwise those that are read most."""
        return [column for column in self.columns if wide or column.on_page]

    def page(self, queryset: QuerySet[Any], params: Mapping[str, Any], *, user_id: int | None = None) -> Listed:
        """One page of the rows that match. What the address asks and the list does not know is told in `errors`."""
        asked = _asked(params)
        rows, sort, errors = self._matching(queryset, asked)
        page = self._page_of(rows, asked, errors)
        saved = list(SavedView.objects.filter(user_id=user_id, listing=self.name)) if user_id else []
        wide = asks_for_all(asked)
        shown = self.columns_shown(wide=wide)
        return Listed(
            listing=self,
            page=page,
            rows=[Row(obj, [self._cell(one, obj, wide=wide) for one in shown]) for obj in page.object_list],
            form=self.form(asked),
            errors=errors,
            sort=sort,
            params=asked,
            saved=saved,
            may_save=user_id is not None,
        )

    def matching(self, queryset: QuerySet[Any], params: Mapping[str, Any]) -> QuerySet[Any]:
        """All rows that match, in order (for exports and the API). Raises Invalid for what the list does not know."""
        rows, _sort, errors = self._matching(queryset, _asked(params), strict=True)
        if errors:
            raise Invalid(" ".join(errors))
        return rows

    def table(  # noqa: PLR0913 - a table has these parts
        self,
        queryset: QuerySet[Any],
        params: Mapping[str, Any],
        *,
        title: str,
        notes: Sequence[str] = (),
        source: str = "",
        licence: str = "",
        demonstration: bool | Callable[[Any], bool] = False,
        marking: str | Callable[[Any], str] = "",
    ) -> Table:
        """All rows that match as a table for export, with the columns and the order of the page.

        `demonstration` may be a question put to each row: one that answers yes marks the whole table. So may `marking`:
        the whole bears the highest of its rows.
        """
        objects = list(self.matching(queryset, params))
        marked = any(demonstration(obj) for obj in objects) if callable(demonstration) else demonstration
        return Table(
            name=self.name.rpartition(".")[2],
            title=title,
            columns=[Column(column.key, str(column.label), column.kind) for column in self.columns],
            rows=[{column.key: column.value(obj) for column in self.columns} for obj in objects],
            notes=notes,
            source=source,
            licence=licence,
            demonstration=marked,
            marking=highest(marking(obj) for obj in objects) if callable(marking) else marking,
        )

    def download(
        self, queryset: QuerySet[Any], params: Mapping[str, Any], *, title: str, **told: Any
    ) -> HttpResponse | None:
        """The answer to `?download=csv|xlsx|json|ods`, or None where the address asks for a page."""
        fmt = _asked(params).get(DOWNLOAD, "")
        if not fmt:
            return None
        return answer(self.table(queryset, params, title=title, **told), str(fmt), filename=self.name.replace(".", "-"))

    def form(self, params: Mapping[str, Any]) -> forms.Form:
        """The filters as a form that holds the current values."""
        fields: dict[str, forms.Field] = {}
        if self.search is not None:
            words = forms.CharField(label=self.search_label or _("Search"), required=False, max_length=MOST_WORDS)
            words.widget.input_type = "search"
            fields[SEARCH] = words
        for filter_ in self.filters:
            fields |= filter_.fields()
        form: forms.Form = type("Filters", (forms.Form,), fields)(params, auto_id="filter-%s")
        return form

    def _matching(
        self, queryset: QuerySet[Any], asked: QueryDict, *, strict: bool = False
    ) -> tuple[QuerySet[Any], str, list[str]]:
        known = {*self.filter_keys(), SORT, PAGE, PER_PAGE, DOWNLOAD, COLUMNS, *self.also}
        # A page leaves out what it does not know and says so; who asks for all rows is refused instead.
        refused = _("This list has no filter “%(key)s”.")
        errors = [refused % {"key": key} for key in asked if key not in known] if strict else left_out(asked, known)
        if size(asked.get(PER_PAGE), self.per_page) is None:
            errors.append(no_size(asked[PER_PAGE]))
        lists = {key: [str(value) for value in asked.getlist(key)] for key in asked}
        words = str(asked.get(SEARCH, "")).strip()[:MOST_WORDS]
        rows = queryset
        for filter_ in self.filters:
            try:
                rows = filter_.narrowed(rows, lists)
            except Wrong as wrong:
                errors.append(str(wrong))
        if self.search is not None and words:
            rows = self.search(rows, words)  # last: what is sealed is opened to be searched, so the fewer the better
        sort = str(asked.get(SORT, "")) or self.default_sort
        order = self._order(sort)
        if order is None:
            errors.append(_("This list cannot be sorted by “%(key)s”.") % {"key": sort})
            sort = self.default_sort
            order = self._order(sort) or []
        return (rows.order_by(*order, "pk") if order else rows), sort, errors

    def _order(self, sort: str) -> list[Any] | None:
        if not sort:
            return []
        down, key = sort.startswith("-"), sort.removeprefix("-")
        found = next((column for column in self.columns if column.key == key and column.sort), None)
        if found is None or not found.sort:
            return None
        names = [found.sort] if isinstance(found.sort, str) else list(found.sort)
        # What is unknown stands last in both directions, on every database.
        return [F(name).desc(nulls_last=True) if down else F(name).asc(nulls_last=True) for name in names]

    def _page_of(self, rows: QuerySet[Any], asked: QueryDict, errors: list[str]) -> Page[Any]:
        paginator = Paginator(rows, size(asked.get(PER_PAGE), self.per_page) or self.per_page)
        wanted = str(asked.get(PAGE, "")) or "1"
        if not wanted.isdecimal() or not 1 <= int(wanted[:9]) <= paginator.num_pages:
            errors.append(no_page(wanted))
        return paginator.get_page(wanted)

    def _cell(self, column: Field, obj: Any, *, wide: bool) -> Cell:
        value = column.value(obj)
        return Cell(
            key=column.key,
            label=column.label,
            kind=str(column.kind),
            value=value,
            shown=column.show(obj) if column.show and not wide else value,
            url=column.link(obj) if column.link else "",
        )


def asks_for_all(params: Mapping[str, Any]) -> bool:
    """Whether an address asks for every column of its list."""
    return bool(params.get(COLUMNS) == ALL)


def _asked(params: Mapping[str, Any]) -> QueryDict:
    if isinstance(params, QueryDict):
        return params.copy()
    asked = QueryDict(mutable=True)
    for key, value in params.items():
        asked.setlist(key, [str(part) for part in value] if isinstance(value, list | tuple) else [str(value)])
    return asked
