"""Documents for paper: Word from a template that a territory can edit, PDF from a page of ours."""

from deplie.socle.documents.pdf import rendre_pdf
from deplie.socle.documents.relu import rendre_pdf_du_word
from deplie.socle.documents.word import rendre_word, verifier_gabarit

TYPE_PDF = "application/pdf"
TYPE_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

__all__ = ["TYPE_PDF", "TYPE_WORD", "rendre_pdf", "rendre_pdf_du_word", "rendre_word", "verifier_gabarit"]
