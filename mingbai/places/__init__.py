"""The place and what it is made of: bodies, posts, people, days, errands.

`within(place)` is the only way in. Nothing here knows HTTP, letters or powers,
and no line of it may name a place.
"""
