"""What every room may use: money, quantities, errors, permissions, transactions. No models."""
