"""The judge: is this answer the reference answer?"""
