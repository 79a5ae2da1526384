"""Decides what an arriving message is, and calls exactly one storey below."""
