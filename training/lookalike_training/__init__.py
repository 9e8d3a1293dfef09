"""What only the making of a model needs: experiment, tracking, promotion."""
