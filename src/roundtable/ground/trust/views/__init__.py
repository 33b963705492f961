"""Pages of accounts, people, rules and history."""
