"""What this room knows of meetings, without a database: days, invitations, deadlines, seats, time, conclusions."""
