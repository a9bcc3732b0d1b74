"""The pages: HTML for people, on the public host and on a business's own host. Uses queries and operations, no models."""
