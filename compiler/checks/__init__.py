"""What is wrong or doubtful in a library, with the place. Checks do not know each other."""
