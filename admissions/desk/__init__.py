"""The caseworkers' desk: what staff do with a case, a case's letters, rights; may use applications and below."""
