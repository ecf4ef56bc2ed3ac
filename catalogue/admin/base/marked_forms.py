"""Forms that say at their fields what somebody else changed meanwhile; marked, none is valid."""

import types


class Marked:
    """`marks` has the words by the form's prefix and the field's name; "" is the form itself."""

    marks: dict[str, dict[str, str]] = {}

    def full_clean(self):
        super().full_clean()
        for name, words in self.marks.get(self.prefix or "", {}).items():
            field = name if name in self.fields else None
            self.add_error(field, words)


def marked(form, marks):
    """The form's class with these marks; itself where there are none."""
    if not marks:
        return form
    return types.new_class(
        form.__name__, (Marked, form), exec_body=lambda body: body.update(marks=marks)
    )
