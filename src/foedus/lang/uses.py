"""Clause forms and their uses: each use names a form of its document and fills each blank, and each form is used.

clause defence with state K, delay D
use defence as against-hungary with K = HUN        the blank D is left empty
"""

from collections.abc import Iterator

from foedus.lang.near import did_you_mean
from foedus.model import states
from foedus.model.agreement import Clause, Document, Use
from foedus.model.moments import Duration
from foedus.model.terms import Constant
from foedus.text.diagnostic import Diagnostic, error, warning

DELAY = "delay"
"""The blank that a length of time fills; any other is filled by a name."""


def findings(document: Document) -> Iterator[Diagnostic]:
    """What is wrong with the clause forms of a document and their uses."""
    forms = {each.name: each for each in document.items if isinstance(each, Clause) and each.parameters}
    uses = [each for each in document.items if isinstance(each, Use)]
    for use in uses:
        if use.form not in forms:
            hint = f"this document has {', '.join(forms)}" if forms else "begin a form with `clause NAME with ...`"
            hint = did_you_mean(use.form, forms, hint)
            yield error("unknown-form", f"no clause form is called `{use.form}`", use.span, hint).under(use.article)
        else:
            yield from _fillings(forms[use.form], use)
        yield from _states(use)
    for name, form in forms.items():
        if name not in {use.form for use in uses}:
            hint = f"add `use {name} as NAME with {form.parameters[0][1]} = ...`: a form alone binds nobody"
            yield warning("unused-form", f"the clause form {name} is never used", form.span, hint).under(form.article)


def _fillings(form: Clause, use: Use) -> Iterator[Diagnostic]:
    blanks = {letter: word for word, letter in form.parameters}
    said = [letter for letter, _ in use.values]
    hint = f"the blanks of {form.name} are {', '.join(f'{word} {letter}' for word, letter in form.parameters)}"
    wrong = [f"leaves the blank {letter} of {form.name} empty" for letter in blanks if letter not in said]
    wrong += [f"fills {letter}, which is no blank of {form.name}" for letter in said if letter not in blanks]
    wrong += [f"fills {letter} twice" for letter in dict.fromkeys(said) if said.count(letter) > 1]
    for letter, value in use.values:
        if letter in blanks and isinstance(value, Duration) != (blanks[letter] == DELAY):
            wanted = "a length of time such as `7 days`" if blanks[letter] == DELAY else "a name and no length of time"
            wrong.append(f"does not fill {letter} with {wanted}")
    for each in wrong:
        yield error("bad-use", f"{use.name} {each}", use.span, hint).under(use.article)


def _states(use: Use) -> Iterator[Diagnostic]:
    for _, value in use.values:
        if isinstance(value, Constant) and value.kind == "state" and not states.known(value.value):
            title = f"no state ever had the code `{value.value}`"
            yield error("unknown-state", title, use.span, "write an ISO 3166 code, or `cow:` and a number").under(
                use.article
            )
