"""Parquet, through DuckDB: a journal as JSON Lines, and lines under columns as a file.

Every column that is written is text, NULL where the CSV is empty, and a list is joined as the CSV joins it. So a row is
the same in both: a bare date stays apart from a time, which a DATE or a TIMESTAMP would not keep, and a program without
nested types reads it; `string_split(cause, '; ')` gives the list back. Read are dates, times, numbers, truth values and
lists too, since other programs write journals: a DATE is a day, a TIMESTAMP a time in UTC.
"""

import json
import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from types import ModuleType

_CLEARANCE = re.compile(r"clearance(_\d+)?", re.IGNORECASE)
"""The column, and what DuckDB calls a second one that differs in its capitals only."""
_ALONE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
"""Parquet is built in; nothing else is looked for, least of all on the network."""


class Unusable(ValueError):
    """DuckDB is missing, or the file is no Parquet; the text says which, `remedy` what to do."""

    def __init__(self, title: str, remedy: str) -> None:
        super().__init__(title)
        self.remedy = remedy


def json_lines(path: Path, view: str) -> str:
    """The rows that the view may see as JSON Lines; a row that is not public never leaves the file for the public.

    Raises: OSError where the file cannot be opened, Unusable where it is no Parquet or DuckDB is missing.
    """
    duckdb = _duckdb()
    with path.open("rb"):
        pass
    literal = re.sub(r"([*?\[])", r"[\1]", path.absolute().as_posix())
    whole = "FROM read_parquet(?, hive_partitioning = false)"
    try:
        with duckdb.connect(config=_ALONE) as connection:
            columns = connection.execute(f"SELECT * {whole} LIMIT 0", [literal]).description or ()
            names = [str(column[0]) for column in columns]
            limits = [_is_open(name) for name in names if _CLEARANCE.fullmatch(name.strip()) and view == "public"]
            query = f"SELECT {', '.join(map(_in_utc, columns))} {whole} WHERE {' AND '.join(limits) or 'true'}"
            rows = connection.execute(query, [literal]).fetchall()
    except duckdb.Error as wrong:
        raise Unusable(f"this is no Parquet file: {str(wrong).splitlines()[0]}", "write the file anew") from None
    return "".join(_line(names, row) for row in rows)


def write(path: Path, columns: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    """Write lines under their columns to a file; what stood there is gone.

    Raises: OSError where nothing can be written there, Unusable where DuckDB is missing.
    """
    duckdb = _duckdb()
    with path.open("wb"):
        pass
    values = [[line[n] or None for line in lines] for n in range(len(columns))]
    selected = ", ".join(f"unnest(?::VARCHAR[]) AS {_name(column)}" for column in columns)
    target = path.absolute().as_posix().replace("'", "''")
    with duckdb.connect(config=_ALONE) as connection:
        connection.execute(f"COPY (SELECT {selected}) TO '{target}' (FORMAT parquet)", values)


def _duckdb() -> ModuleType:
    try:
        import duckdb
    except ModuleNotFoundError:
        raise Unusable("Parquet needs DuckDB, which is not installed", "pip install foedus[duckdb]") from None
    return duckdb


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _is_open(column: str) -> str:
    """The condition that a row is public by this column."""
    return f"trim(coalesce({_name(column)}::VARCHAR, '')) IN ('', 'public')"


def _in_utc(column: Sequence[object]) -> str:
    """The column as it is selected; a time with a zone as that time in UTC, which is what a time without one means."""
    name, kind = _name(str(column[0])), str(column[1])
    return f"make_timestamp(epoch_us({name}))" if kind == "TIMESTAMP WITH TIME ZONE" else name


def _line(names: Sequence[str], row: Sequence[object]) -> str:
    cells = {name: _written(value) for name, value in zip(names, row, strict=True) if value is not None}
    return json.dumps(cells, ensure_ascii=False) + "\n"


def _written(value: object) -> str:
    """A value as the journal writes it."""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(map(_written, value)) if isinstance(value, list) else str(value)
