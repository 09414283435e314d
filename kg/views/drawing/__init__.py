"""What pictures share: text and its fonts, where labels find room, and the content of files."""
