"""foedus: agreements between states, as running software.

ledger = foedus.run("agreements/anglo-soviet-1939", journal="examples/1939-1945.journal", as_of="1941-06-30")
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foedus.desk.program import Refused as Refused
    from foedus.desk.program import run as run

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """`run` and `Refused`, loaded when they are first asked for: importing foedus stays light."""
    if name in ("run", "Refused"):
        from foedus.desk import program

        return getattr(program, name)
    raise AttributeError(f"module `foedus` has no attribute `{name}`")
