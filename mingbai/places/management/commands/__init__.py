"""Only `migrate`, which is Django's own with the guards behind it."""
