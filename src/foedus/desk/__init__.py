"""The one façade: what the command line, pages and programs call.

>>> outcome = run(Question((shipped("agreements/anglo-soviet-1939"),), (shipped("examples/1939-1945.journal"),)))
>>> [entry.id for entry in outcome.ledger if entry.status == "late"]
['assistance.GBR.SUN.1941-06-22.DEU']
"""

from foedus.desk.akn import export_akn, import_akn
from foedus.desk.atop import codings
from foedus.desk.checking import check
from foedus.desk.clause_in_words import explain_clause
from foedus.desk.comparing import compare, compared
from foedus.desk.coverage import coverage
from foedus.desk.due import due
from foedus.desk.dyad_year import dyad_years
from foedus.desk.explaining import explain, explain_code, nearest_code
from foedus.desk.feeding import FEEDS, read_outside
from foedus.desk.formatting import formatted
from foedus.desk.question import Aside, Outcome, Question
from foedus.desk.readings import under_all_readings
from foedus.desk.report import report
from foedus.desk.running import run
from foedus.desk.schema import schema
from foedus.desk.sources import shipped

__all__ = [
    "FEEDS",
    "Aside",
    "Outcome",
    "Question",
    "check",
    "codings",
    "compare",
    "compared",
    "coverage",
    "due",
    "dyad_years",
    "explain",
    "explain_clause",
    "explain_code",
    "export_akn",
    "formatted",
    "import_akn",
    "nearest_code",
    "read_outside",
    "report",
    "run",
    "schema",
    "shipped",
    "under_all_readings",
]
