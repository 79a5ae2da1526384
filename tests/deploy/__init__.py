"""What stands under deploy/ is accepted and does what its comments say."""
