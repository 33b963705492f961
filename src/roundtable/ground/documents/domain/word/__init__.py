"""Word files (DOCX): read with numbers, footnotes, tracked changes and comments; written with the same.

`read(data)` gives the text as it is after all tracked changes, as it was before them, and who changed what;
`write(text, before=...)` writes a text, with tracked changes against any earlier revision.
"""

from roundtable.ground.documents.domain.word.reading import NotWord, Tracked, WordFile, read
from roundtable.ground.documents.domain.word.remarks import Author, Remark
from roundtable.ground.documents.domain.word.writing import write

__all__ = ["Author", "NotWord", "Remark", "Tracked", "WordFile", "read", "write"]
