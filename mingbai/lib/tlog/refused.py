"""Everything this package refuses; each `str()` is a whole sentence."""


class Refused(Exception):
    """A log, note, proof or signature is not what it claims to be."""


class Malformed(Refused):
    """Bytes or text do not have the form that their specification demands."""


class SignatureRefused(Refused):
    """A known key's signature is wrong, or no known key signed at all."""


class ProofRefused(Refused):
    """A proof does not connect what it is said to connect."""


class FileMissing(Refused):
    """A tile, bundle or checkpoint that should be stored is not there."""


class FileConflict(Refused):
    """A stored, immutable file differs from what should stand there."""


class SigningRefused(Refused):
    """The signer would contradict what it signed before."""
