"""Who met, and what was concluded.

Words of this room: a *meeting* has days in a zone; who is *invited* follows from who takes part on its first day and
from what is known of that meeting; a *delegation* is who comes for one Party or Partner; a *conclusion* is a promise
with an owner and a day, and stays open until somebody says what became of it; *matters arising* are the open
conclusions of the meetings before.
"""
