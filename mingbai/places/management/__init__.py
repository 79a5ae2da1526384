"""Commands that Django finds by their folder."""
