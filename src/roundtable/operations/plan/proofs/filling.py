"""Send a page's own form back as a browser would, with some fields changed."""

from html.parser import HTMLParser


class Filled(HTMLParser):
    """What the first form that holds a field of a name would send."""

    def __init__(self, page: str) -> None:
        """Read the fields of a page."""
        super().__init__()
        self.sent: dict[str, str] = {}
        self._choosing = self._writing = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the value of a field as it stands."""
        told = {name: value or "" for name, value in attrs}
        name = told.get("name", "")
        if tag == "input" and name:
            if told.get("type") not in {"checkbox", "radio", "file", "submit"} or "checked" in told:
                self.sent[name] = told.get("value", "on" if told.get("type") in {"checkbox", "radio"} else "")
        elif tag == "select":
            self._choosing = name
        elif tag == "option" and self._choosing and "selected" in told:
            self.sent[self._choosing] = told.get("value", "")
        elif tag == "textarea":
            self._writing = name
            self.sent[name] = ""

    def handle_endtag(self, tag: str) -> None:
        """Leave a field."""
        if tag == "select":
            self._choosing = ""
        elif tag == "textarea":
            self._writing = ""

    def handle_data(self, data: str) -> None:
        """Take the words of a field of several lines."""
        if self._writing:
            self.sent[self._writing] += data
