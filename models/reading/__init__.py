"""The reader of meanings: a small cross-encoder that reads requirement and passage together, on uncertain rows only.

It needs the extra `reader` (onnxruntime, tokenizers); without it rasoat judges by words alone and says so.
"""
