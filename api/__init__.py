"""The machine's face: REST under /api/v1/, problem+json for every refusal, OpenAPI at /api/schema/."""
