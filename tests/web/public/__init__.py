"""The citizens' pages, asked for as a browser asks."""
