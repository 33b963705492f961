"""How the addresses under the roof are asked for."""

from roundtable.ground.trust.public import Way

CHARTS = [{"name": name, "form": form} for name in ("bars", "map", "x") for form in ("svg", "png", "csv")]

WAYS = (
    Way("portal:inbox-follow", "notices.notice"),
    Way("portal:saved-view-remove", "links.savedview"),
    Way("portal:job", "tasks.job"),
    Way("portal:job-cancel", "tasks.job"),
    Way("portal:job-retry", "tasks.job"),
    Way("portal:file", "files.storedfile"),
    Way("portal:search", questions=("q=Reedbed", "q=Reedbed&page=2", "q=GE", "q=I.1")),
    Way("ui:chart", values=CHARTS),
    Way("", values=[{"rest": "x"}]),
)
