"""Removal for legal or privacy reasons: words, or a person's record, from everywhere this site keeps them.

`asked` checks what is to be removed, `plan` holds what that does to each row, `words` and `person` work it out,
`remove` carries it out, `remaining` says where the words still are.
"""

from __future__ import annotations
