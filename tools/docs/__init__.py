"""The pages of `docs/` that the code can write about itself.

    python -m tools.docs             write them
    python -m tools.docs --check     name each page that is not what would be written; exits 1 when there is one

Each page is a module here with one function, `page`, which gives its text. A page holds nothing about the machine it is
written on, so that it is the same for everyone.
"""
