"""The doors. They parse, call one verb or query, and render; they hold no models."""
