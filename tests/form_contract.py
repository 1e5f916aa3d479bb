"""What every form owes its readers (accessibility), checked on the HTML of a page or of a form alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
CONTROLS = {"input", "select", "textarea"}
NOT_SHOWN = {"hidden", "submit", "button", "reset", "image"}


@dataclass(eq=False)
class Node:
    """An element with what is in it."""

    tag: str
    attributes: dict[str, str]
    parent: "Node | None" = None
    children: list["Node | str"] = field(default_factory=list)

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    @property
    def text(self) -> str:
        parts = [child if isinstance(child, str) else child.text for child in self.children]
        return " ".join("".join(parts).split())

    def all(self, *tags: str) -> Iterator["Node"]:
        """The elements below this one, in the order of the document."""
        for child in self.children:
            if isinstance(child, Node):
                if child.tag in tags or not tags:
                    yield child
                yield from child.all(*tags)

    def above(self, tag: str) -> "Node | None":
        node = self.parent
        while node and node.tag != tag:
            node = node.parent
        return node


class Tree(HTMLParser):
    """Reads HTML into nodes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.root = self.here = Node("", {})
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(node)
        if tag not in VOID:
            self.here = node

    def handle_endtag(self, tag: str) -> None:
        node: Node | None = self.here
        while node and node.tag != tag:
            node = node.parent
        if node and node.parent:
            self.here = node.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


def controls(root: Node) -> list[Node]:
    """What somebody can fill in."""
    return [
        node
        for node in root.all(*CONTROLS)
        if node.get("type") not in NOT_SHOWN and not node.above("template")
    ]


def problems(html: str) -> list[str]:
    """What is wrong with the forms in a piece of HTML; empty when they keep the contract."""
    root = Tree(html).root
    by_id: dict[str, Node] = {}
    found = []
    for node in root.all():
        if identity := node.get("id"):
            if identity in by_id and not node.above("template"):
                found.append(f"id {identity} is there twice")
            by_id[identity] = node
    found += _names(root, by_id)
    found += _groups(root)
    for node in root.all():
        for attribute in ("aria-describedby", "aria-labelledby"):
            missing = [token for token in node.get(attribute).split() if token not in by_id]
            found += [
                f"{node.tag} {node.get('name')}: {attribute} leads nowhere: {token}" for token in missing
            ]
        if "required" in node.attributes:
            found.append(f"{node.tag} {node.get('name')} has the attribute required")
        if node.tag in {"label", "legend"} and "*" in node.text:
            found.append(f"asterisk in ‘{node.text}’")
    found += _summary(root, by_id)
    return found


def _names(root: Node, by_id: dict[str, Node]) -> Iterator[str]:
    labels = {label.get("for"): label for label in root.all("label")}
    for control in controls(root):
        label = labels.get(control.get("id"))
        named = [by_id[token].text for token in control.get("aria-labelledby").split() if token in by_id]
        visible = bool(label and label.text and "visually-hidden" not in label.get("class"))
        if not (visible or control.get("aria-label") or any(named)):
            yield f"{control.tag} {control.get('name')} has no name"
        if control.get("placeholder"):
            yield f"{control.tag} {control.get('name')} has a placeholder"


def _groups(root: Node) -> Iterator[str]:
    sets = [node for node in controls(root) if node.get("type") in {"radio", "checkbox"}]
    names = [node.get("name") for node in sets]
    for node in sets:
        if node.get("type") == "radio" or names.count(node.get("name")) > 1:
            box = node.above("fieldset")
            if box is None:
                yield f"{node.get('name')} is a group without a fieldset"
                continue
            first = next(box.all(), None)
            if first is None or first.tag != "legend" or not first.text:
                yield f"the fieldset of {node.get('name')} does not begin with a legend"
            if node.get("aria-invalid"):
                yield f"aria-invalid on one option of {node.get('name')}"


def summary_links(root: Node) -> list[Node]:
    return [link for box in root.all("div") if box.get("class") == "error-summary" for link in box.all("a")]


def _summary(root: Node, by_id: dict[str, Node]) -> Iterator[str]:
    focusable = {*CONTROLS, "a", "button"}
    for link in summary_links(root):
        target = by_id.get(link.get("href").removeprefix("#"))
        if target is None:
            yield f"the summary leads to {link.get('href')}, which is not there"
        elif target.tag not in focusable and not target.get("tabindex"):
            yield f"the summary leads to {link.get('href')}, which cannot have the focus"
