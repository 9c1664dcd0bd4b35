"""Floor 2: the language: literate documents, sentences, clauses, journals, and how all of them are printed."""
