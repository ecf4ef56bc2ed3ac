"""What a service says when it does not do what it was asked."""


class Refused(Exception):  # noqa: N818 - the word of the house; it is an answer, not an error
    """A service did not do what it was asked; the code says why, `refusal` puts it in words."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code
