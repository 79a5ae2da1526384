"""The archive of an installation: one tar file with a manifest that counts its rows.

It holds the database and the published files of the logs. It must never hold a key, a
day key, or the signer's lock database: those are kept apart, or not at all.
"""
