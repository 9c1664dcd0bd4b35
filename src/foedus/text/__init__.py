"""The ground floor: a source text, a span in it, and what is wrong with it."""
