from sales.selling.steps.write_sale import write_sale

__all__ = ["write_sale"]
