"""The floor of the cellar: errors told to people, registries, scopes, reasons to keep personal data."""
