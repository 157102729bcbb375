"""One file per question that can be asked of a case. In: a rulebook and a case. Out: answers, plain values."""
