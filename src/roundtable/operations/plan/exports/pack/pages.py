"""What a finished PDF tells of itself."""


def pages(file: bytes) -> int:
    """How many pages a PDF has."""
    import pypdfium2

    read = pypdfium2.PdfDocument(file)
    try:
        return len(read)
    finally:
        read.close()
