"""The training sets, each turned into examples with the parts that it annotates."""
