"""Where the apps above the register join in, without being imported: they register in their `AppConfig.ready()`."""

from collections.abc import Callable, Mapping, Sequence

# What the register says of partnerships besides its own data: takes organisations (keys), gives a text per organisation.
MARKS: list[Callable[[Sequence[int]], Mapping[int, str]]] = []
