"""Small parcels for the background worker, one file per noun."""
