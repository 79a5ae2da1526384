"""The citizens' door: read, write, look up. No account, no session, no cookie."""
