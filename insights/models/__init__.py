from insights.models.proof_run import ProofRun

__all__ = ["ProofRun"]
