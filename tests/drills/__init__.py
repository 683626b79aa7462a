"""Drills: what must hold when everything happens at once, on a real PostgreSQL, with figures.

Each module is a script: `python -m tests.drills.NAME`; `make drills` runs them in turn. A drill
ends with a line of what it found, and with 1 when something did not hold.
"""
