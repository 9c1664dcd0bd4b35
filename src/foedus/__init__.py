"""foedus: agreements between states, as running software."""

__version__ = "0.1.0"
