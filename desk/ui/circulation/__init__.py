"""The pages of lending and taking back."""
