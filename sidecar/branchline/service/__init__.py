"""The orchestration: asks the rules, carries out what they decide."""
