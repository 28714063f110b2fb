"""Tokenizer and decoder, in Hugging Face layout."""
