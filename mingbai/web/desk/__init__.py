"""The officials' door: sign in, the queue, a letter, transfer and answer."""
