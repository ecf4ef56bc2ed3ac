"""Files that applicants attach: what is let in, where it rests, the verbs; may use an application's steps."""
