"""The databases tests run on: a template, a standing copy, and fresh copies of it."""
