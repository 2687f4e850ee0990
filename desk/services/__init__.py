"""What a person can do at the desk: acts, questions and long work. Only here is the library's database written."""
