"""One reader per publisher's format; each returns the same tidy observations."""
