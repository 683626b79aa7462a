"""How much of a file the import takes. Whatever is larger is refused with a sentence, not tried.

The largest register imaginable stays far below; a file made to hurt reaches a limit while it is
still small in memory.
"""

BYTES = 10 * 1024 * 1024
ROWS = 20_000
COLUMNS = 200
CELLS = 1_000_000
"""Filled cells in all sheets together."""
CELL_CHARACTERS = 32_767
"""What Excel itself lets a cell hold."""
LINE_CHARACTERS = 1_000_000
"""One line of a text file; a row with 200 long texts stays below."""
LINES_IN_A_ROW = 2_000
"""Lines that one row of a text file may span by its quoted line breaks."""
SHEETS = 50
PARTS = 2_000
"""Files inside a workbook."""
UNPACKED_BYTES = 64 * 1024 * 1024
"""What the parts of a workbook that are read may come to."""
ELEMENTS = 4_000_000
"""XML elements in one part of a workbook."""
RATIO = 150
"""How many times larger than its packed size a part may become, once it is over RATIO_FROM."""
RATIO_FROM = 1024 * 1024
BLANK_GAP = 100
"""Blank rows after each other that are still listed one by one; a longer gap is passed over."""
