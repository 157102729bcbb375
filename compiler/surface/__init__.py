"""The language as written: keywords, tokens, grammar and tree. Lark lives here alone."""
