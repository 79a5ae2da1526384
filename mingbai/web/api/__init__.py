"""The programs' door: the ledger's files and the health of the installation."""
