"""Mingbai 明白: who holds which power, how it is used, and who answers by when."""

__version__ = "0.1.0"
