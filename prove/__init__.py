"""Long proofs that Mingbai keeps its promises when things die. `make prove` runs them.

Nothing here is imported by the product, and nothing here pretends: the server, the
worker, the sequencer and the databases are the real ones, and so are the letters.
"""
