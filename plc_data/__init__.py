"""What is known: records, frames, privacy, files in, and the store."""
