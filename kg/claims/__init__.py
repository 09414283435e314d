"""What the graph says, read back once: assertions, whose word counts, what holds on a day, which status is current."""
