"""One file a format, pure: records in, text out."""
