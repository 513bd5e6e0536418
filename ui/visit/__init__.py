"""The resident's visit in the window: pages, the visit's chart and the use cases joined."""
