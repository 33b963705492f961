"""The one door to the outside world: mail and HTTP."""
