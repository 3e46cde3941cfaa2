"""What is read of calls, operations and money, by subject. Each begins with what the reader may see."""

from deplie.financements.queries.operation import operation_ou_404, visibles_par

__all__ = ["operation_ou_404", "visibles_par"]
