"""From criteria to accounts: the matrix, the downloads and the API all ask here.

`criteria` says what can be asked, `matching` which accounts answer, `paging` which fifty of them
come first, `spelling` what somebody probably meant.
"""

from .criteria import SORTS, Criteria, describe
from .matching import everything
from .paging import PAGE_SIZE, Page, listed, page

__all__ = ["PAGE_SIZE", "SORTS", "Criteria", "Page", "describe", "everything", "listed", "page"]
