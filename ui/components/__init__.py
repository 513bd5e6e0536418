"""Small widgets of the visual language, shared by the resident's pages and the staff's windows."""
