"""Briefings (voorlichtingsbijeenkomsten) for school boards and municipalities: who comes, and who waits."""
