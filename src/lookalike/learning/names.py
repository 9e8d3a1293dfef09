"""What people call the candidates, and which of them are no model."""

BASELINES = ("constant", "rules")
NAMES = {
    "constant": "no model",
    "rules": "the criteria points",
    "similarity": "similarity to the customers",
    "logistic": "a logistic scorecard",
    "boosted": "boosted pairs",
    "blend": "the blend of logistic and boosted pairs",
    "reference": "unrestricted boosting",
    "lightgbm": "default LightGBM",
}
