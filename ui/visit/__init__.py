"""The resident's visit in the window: pages on one side, the visit's chart and use cases between."""
