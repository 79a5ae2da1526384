"""The list of powers: publishing a version, reading a file, importing a list."""
