"""Pages that are pictures → words with places: clean the picture, cut its columns, let Tesseract read, put back.

Tesseract is called as its command line (no binding is faster), picture in and words out through pipes: nothing is
ever written to disk.
"""
