"""Pages that are pictures → words with places: clean the picture, cut its columns, let Tesseract read, put back.

Tesseract is called as its command line (no binding is faster), picture in by a file of memory, words out by
a pipe: nothing is ever written to disk.
"""
