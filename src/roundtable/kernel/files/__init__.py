"""Files that come in and tables that go out."""
