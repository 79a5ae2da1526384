"""The tags of our templates; Django finds them by this folder."""
