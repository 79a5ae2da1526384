"""SQLite for one place: durable, and with writers that take turns.

It must never let two writers race for the lock: SQLite's own waiting is unfair, and
a letter would wait seconds behind a lucky neighbour.
"""
