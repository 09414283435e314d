"""What the graph says, read back once: assertions, whose word counts, what holds as of a day, which status is current."""
