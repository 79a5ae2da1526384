"""Staff who sign in, and the duties they hold. The public needs no account.

It must never grant a duty or reset a factor on one person's word.
"""
