"""Floor 1: the nouns of foedus as frozen values: terms, forms, agreements, events, entries, moments, states."""
