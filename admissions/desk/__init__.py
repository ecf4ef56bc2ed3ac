"""The caseworkers' desk: what staff do with a case; may use applications, interest and below."""
