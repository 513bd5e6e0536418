"""Use cases over ports: plain blocking calls, no Qt. Each runs on the lane that owns the store."""
