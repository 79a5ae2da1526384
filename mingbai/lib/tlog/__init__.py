"""One append-only public log per place, in formats that strangers already read.

The formats are C2SP's: tlog-tiles, tlog-checkpoint, signed-note, tlog-proof; the tree
is that of RFC 6962 with SHA-256. Go's `sumdb/note` and `sumdb/tlog` verify a log of
ours unchanged, and a test says so.

The order of one tick: `tiles.growth` says which files a longer log needs, `Store.write`
makes them durable, `Signer.sign` signs the new root once, `Store.publish` shows it.
Killed anywhere, the same tick run again ends with the same bytes.

This package knows no database rows and no places, takes no time from any clock, and
must never rewrite a published hash.
"""
