"""Stops taking in a file too large for anything on the site; the form's rest still arrives."""

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

# Staff's tables are the largest thing that is ever sent; each form has a smaller limit of its own.
LARGEST = 21 * 1024 * 1024


class BoundedUpload(FileUploadHandler):
    """Drops a file beyond the limit, and notes on the request that one was dropped."""

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data, start):
        self.received += len(raw_data)
        if self.received > LARGEST:
            self.request.dropped_a_file = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size):
        """The other handlers make the file."""
