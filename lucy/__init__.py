"""Lucy: a chocolate belt that teaches backpressure."""

__version__ = "0.1.0"
