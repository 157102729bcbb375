"""The Python interface: libraries, laws, cases and answers as objects that a notebook shows well."""
