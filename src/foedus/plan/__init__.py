"""Floor 3: the plan: what the clauses of an agreement ask of a journal, as small typed nodes."""
