"""Background jobs: deferred in the same transaction as the change, done by the worker, seen on their page."""
