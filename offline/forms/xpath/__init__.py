"""XPath 1.0 as ODK XForms use it: tokens, parser, and a compiler to Python closures."""
