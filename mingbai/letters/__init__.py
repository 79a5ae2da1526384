"""Letters of the public: registered, routed, answered by a named person by a day.

A letter's verbatim text is never altered; its deadline never moves without an event.
"""
