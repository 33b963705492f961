"""The two engines: FTS5 in SQLite, tsvector in PostgreSQL. Both are fed by the columns of `IndexEntry` alone."""

from typing import Any, Final

from django.db import connections

TABLE: Final = "links_indexentry"
FTS: Final = "links_index_fts"
LIMIT: Final = 20_000

SQLITE: Final = (
    """
    CREATE VIRTUAL TABLE IF NOT EXISTS links_index_fts USING fts5(
        title_words, text_words,
        content='links_indexentry', content_rowid='id', tokenize='unicode61 remove_diacritics 0', prefix='2 3'
    )
    """,
    """
    CREATE TRIGGER IF NOT EXISTS links_index_fts_in AFTER INSERT ON links_indexentry BEGIN
        INSERT INTO links_index_fts(rowid, title_words, text_words) VALUES (new.id, new.title_words, new.text_words);
    END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS links_index_fts_out AFTER DELETE ON links_indexentry BEGIN
        INSERT INTO links_index_fts(links_index_fts, rowid, title_words, text_words)
        VALUES ('delete', old.id, old.title_words, old.text_words);
    END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS links_index_fts_new AFTER UPDATE ON links_indexentry BEGIN
        INSERT INTO links_index_fts(links_index_fts, rowid, title_words, text_words)
        VALUES ('delete', old.id, old.title_words, old.text_words);
        INSERT INTO links_index_fts(rowid, title_words, text_words) VALUES (new.id, new.title_words, new.text_words);
    END
    """,
)
POSTGRESQL: Final = (
    """
    ALTER TABLE links_indexentry ADD COLUMN IF NOT EXISTS vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title_words), 'A')
        || setweight(to_tsvector('simple', left(text_words, 300000)), 'C')
    ) STORED
    """,
    "CREATE INDEX IF NOT EXISTS links_index_vector ON links_indexentry USING gin (vector)",
)


def prepare(using: str = "default") -> None:
    """Make what the engine needs beside the table; doing it again changes nothing."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            return
        if connection.vendor == "sqlite":
            triggers = cursor.execute(
                "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s AND name LIKE %s",
                [TABLE, f"{FTS}%"],
            ).fetchone()[0]
            for statement in SQLITE:
                cursor.execute(statement)
            if triggers < len(SQLITE) - 1:
                # A migration may have made the table anew, and with it the triggers went.
                cursor.execute("INSERT INTO links_index_fts(links_index_fts) VALUES ('rebuild')")
        elif connection.vendor == "postgresql":
            cursor.execute("SELECT to_regclass('links_index_vector') IS NULL")
            # Where it is there already nobody has to own the table, as the platform's own role does not.
            for statement in POSTGRESQL if cursor.fetchone()[0] else ():
                cursor.execute(statement)


def ranked(terms: list[tuple[set[str], bool]], *, using: str = "default") -> list[tuple[int, float]]:
    """The numbers of the entries that hold every term, best first, with their rank (smaller is better)."""
    if not terms:
        return []
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT rowid, bm25(links_index_fts, 8.0, 1.0) AS rank FROM links_index_fts "
                "WHERE links_index_fts MATCH %s ORDER BY rank, rowid LIMIT %s",
                [_fts5(terms), LIMIT],
            )
        else:
            cursor.execute(
                "SELECT id, -ts_rank(vector, to_tsquery('simple', %s), 1) AS rank FROM links_indexentry "
                "WHERE vector @@ to_tsquery('simple', %s) ORDER BY rank, id LIMIT %s",
                [_tsquery(terms), _tsquery(terms), LIMIT],
            )
        return [(int(number), float(rank)) for number, rank in cursor.fetchall()]


def _fts5(terms: list[tuple[set[str], bool]]) -> str:
    # Terms hold letters and digits alone, so that no sign of the query language can come from outside.
    return " AND ".join(
        "(" + " OR ".join(f'"{form}"{"*" if begun else ""}' for form in sorted(forms)) + ")" for forms, begun in terms
    )


def _tsquery(terms: list[tuple[set[str], bool]]) -> str:
    return " & ".join(
        "(" + " | ".join(f"'{form}'{':*' if begun else ''}" for form in sorted(forms)) + ")" for forms, begun in terms
    )


def prepare_after_migrate(sender: Any, *, using: str = "default", **_kwargs: Any) -> None:  # noqa: ARG001 - a signal's shape
    """Listen to the end of migrations."""
    prepare(using)
