"""How the reader is made: pairs → fine-tuned encoder → int8 network → calibrated models.

Needs the extra `train` (torch).
"""
