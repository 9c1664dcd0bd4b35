"""Floor 4: how a plan is run over a journal, and how what came out is explained."""
