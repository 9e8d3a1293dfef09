"""The scorecard: models and rules as tables; compiled, stored, scored and explained exactly."""
