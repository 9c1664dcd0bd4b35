"""Floor 4: outside data as lines of a journal, one module for each format."""
