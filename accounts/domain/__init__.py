"""The rules of the register. Nothing here knows about HTTP."""
