"""Whether accounts' addresses still lead to them: found, renamed, gone, or nothing is known.

`run(until)` is the worker's round, `ask_soon` puts one account first, `shown` says it to those who
may see it (the class SECURITY of `access.visibility`).
"""

from .asking import Asked, ask_soon
from .checking import Round, run
from .showing import Shown, shown

__all__ = ["Asked", "Round", "Shown", "ask_soon", "run", "shown"]
