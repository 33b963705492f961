"""In which forms the list of datasets, the log of findings and the answers to questions leave."""

from roundtable.ground.trust.public import Apart, Leaving

LEAVINGS = (
    Leaving(name="observatory.datasets", page="observatory:list", files="download"),
    Leaving(name="observatory.log", page="observatory:log", files="download"),
)

APART = (
    Apart("observatory:explored", "the answer to a question, drawn from the cells that its page shows in a table"),
)
