"""How messages come in and go out. It carries them and interprets nothing."""
