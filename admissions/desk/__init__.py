"""The caseworkers' desk: what staff do with a case, its letters, rights; may use applications, interest and below."""
