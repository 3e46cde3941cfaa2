"""The one business error."""


class RefusMetier(Exception):
    """A rule refuses: the message is a French sentence that a référent understands."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
