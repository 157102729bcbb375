"""What people see: problems and answers drawn for a terminal. In: values. Out: lines."""
