"""Text, spans, and places in the law (章 › 条 › 款). Knows no syntax of the language."""
