"""The shape of the records as JSON, and its published description (`dateline-1.schema.json`)."""
