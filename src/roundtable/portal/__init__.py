"""The roof: the public home, the desk of those who work here, search, jobs, files. It puts rooms side by side."""
