"""Files that applicants attach: what is let in, where it rests; may use an application's steps."""
