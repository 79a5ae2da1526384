"""The life of a letter as a state machine: every verb, by everybody, in any order.

It must never know how a verb keeps its books: what stands in the rows is counted anew
by `prove.recount`.
"""
