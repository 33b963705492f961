"""What a message says once of a group of series, told to each row of the group."""

from dataclasses import dataclass, field

import polars as pl


@dataclass
class Groups:
    """Groups as they come, sorted by which names they carry."""

    kinds: dict[tuple[tuple[str, ...], tuple[str, ...] | None], list[pl.DataFrame]] = field(default_factory=dict)

    def add(self, values: dict[str, str], key: tuple[str, ...] | None) -> None:
        """Add one group; `key` are the names that say which rows it means, None when the message does not say."""
        self.kinds.setdefault((tuple(values), key), []).append(
            pl.DataFrame([values], schema=dict.fromkeys(values, pl.String))
        )

    def add_all(self, groups: pl.DataFrame, keys: set[str] | None) -> None:
        """Add many groups at once; those that carry different names are told apart."""
        if not groups.height:
            return
        present = groups.select(pl.concat_list([pl.col(name).is_not_null() for name in groups.columns]).alias("p"))["p"]
        for pattern, part in groups.with_columns(_p=present).group_by("_p", maintain_order=True):
            names = [name for name, there in zip(groups.columns, pattern[0], strict=True) if there]
            key = None if keys is None else tuple(name for name in names if name in keys)
            self.kinds.setdefault((tuple(names), key), []).append(part.select(names))

    def joined(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Give the rows with what their groups say; what a row says itself stands.

        Where the message does not say which names are the key, those are that the rows carry themselves.
        """
        own = set(rows.columns)
        for (names, told), parts in self.kinds.items():
            key = [name for name in (told if told is not None else names) if name in own]
            more = [name for name in names if name not in own]
            if not key or not more:
                continue
            group = pl.concat(parts, how="vertical").unique(subset=key, keep="last", maintain_order=True)
            found = rows.join(group.select(*key, *more), on=key, how="left", maintain_order="left", suffix="_of_group")
            again = [name for name in more if f"{name}_of_group" in found.columns]
            merged = [pl.coalesce(name, f"{name}_of_group").alias(name) for name in again]
            rows = found.with_columns(merged).drop(f"{name}_of_group" for name in again)
        return rows
