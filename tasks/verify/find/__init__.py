"""Where the final answer stands in a completion."""
