"""What the bench writes down."""
