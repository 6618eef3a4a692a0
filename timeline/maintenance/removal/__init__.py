"""Removal for legal or privacy reasons: words, or a person's record, from everywhere on this site.

`request` checks what is to be removed, `plan` has the changes to each row, `words` and `person` work them out,
`remove` executes it, `remaining` lists where the words still are.
"""

from __future__ import annotations
