"""The demonstration: the invented district 青禾区 on one machine, on loopback alone.

It is no part of a production installation; `mingbai check --deploy` fails on any
trace of it. Everything in it is invented.
"""
