"""Results as plain data, then charts, then HTML and Markdown."""
