"""What is learned: features of a requirement × passage pair, training, saved weights; loading is safe (JSON only)."""
