"""Model and rules side by side: order, reasons, comparison, what came of it, and lists for other programs."""
