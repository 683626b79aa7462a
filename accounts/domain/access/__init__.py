"""Who may do and see what; the one place."""
