"""What is personal or restricted lies sealed in the database; the keys that open it lie elsewhere.

A *master key* is a file in a folder outside the database; masters are numbered, the newest seals, the older ones open.
A *data key* belongs to one owner (a Party, the secretariat, a person) and lies in the database, wrapped by a master.
A *box* is what stands in a column instead of a text: sealed with the owner's data key, and bound to its table, column
and row, so that it opens nowhere else. To *erase* somebody is to destroy their data key: every box of theirs, in every
copy, is noise from then on.

Nothing here is cryptography of our own: AES-256-GCM and HMAC-SHA-256 come from `cryptography` and the standard library.
"""
