"""What the graph says: assertions, attribution, what is true on a day, which status is current."""
