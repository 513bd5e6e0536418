"""The window's desk and the grid worker's laptop: their dense windows joined to the use cases."""
