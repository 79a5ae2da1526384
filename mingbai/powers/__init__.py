"""The list of powers: who may do what, from which day, on what basis.

A version in force is never changed; a new one takes its place by date.
"""
