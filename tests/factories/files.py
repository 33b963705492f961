"""Small real files for tests."""

import io

import pikepdf


def pdf(said: str = "hello", **info: str) -> bytes:
    """Make a PDF of one empty page that carries a word in its content, and properties in its head."""
    made = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(200, 200))
        document.pages[0].contents_add(f"% {said}\n".encode())
        for name, value in info.items():
            document.docinfo[f"/{name}"] = value
        document.save(made, static_id=True, compress_streams=False)
    return made.getvalue()


def acting_pdf() -> bytes:
    """Make a PDF that runs a script when it is opened."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        document.Root.OpenAction = document.make_indirect(script)
        document.save(made)
    return made.getvalue()
