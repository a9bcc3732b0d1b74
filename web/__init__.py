"""HTML for people, on the public host and on a business's own. Uses queries and operations, no models."""
