"""Tokens → syntax tree: recursive descent over the grammar of XPath 1.0."""

from __future__ import annotations

import sys
from functools import lru_cache

from offline.forms.xpath.syntax import (
    ANYWHERE,
    PARENT,
    SELF,
    Binary,
    Call,
    Expr,
    Filter,
    Literal,
    Negate,
    Number,
    Path,
    Step,
    Test,
    XPathSyntaxError,
)
from offline.forms.xpath.tokens import Token, tokenise
from offline.i18n import tr

_BINDING = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*op": 6,
    "div": 6,
    "mod": 6,
}
"""How tightly an operator binds."""
_NODE_TYPES = {
    "node": "node",
    "text": "text",
    "comment": "comment",
    "processing-instruction": "instruction",
}
_AXES = frozenset(
    {
        "ancestor",
        "ancestor-or-self",
        "attribute",
        "child",
        "descendant",
        "descendant-or-self",
        "following",
        "following-sibling",
        "namespace",
        "parent",
        "preceding",
        "preceding-sibling",
        "self",
    }
)
DEEPEST = 120
"""Levels of nesting in one expression; deeper ones are refused before the stack is used up."""
_FRAMES = 5000
"""Python's frames that so deep an expression may take, wherever it is read from."""
sys.setrecursionlimit(max(sys.getrecursionlimit(), _FRAMES))


@lru_cache(maxsize=8192)
def parse(expression: str) -> Expr:
    """The syntax tree of an expression (XPathSyntaxError)."""
    parser = _Parser(tokenise(expression))
    tree = parser.expression()
    parser.expect_end()
    return tree


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._next = 0
        self._depth = 0

    def expression(self) -> Expr:
        self._depth += 1
        if self._depth > DEEPEST:
            raise XPathSyntaxError(tr("嵌套超过 {most} 层", most=DEEPEST))
        tree = self._operation(1)
        self._depth -= 1
        return tree

    def _operation(self, least: int) -> Expr:
        """Operands joined by operators that bind at least so tightly (left-associative)."""
        left = self._unary()
        while True:
            token = self._tokens[self._next]
            binding = _BINDING.get(token.text, 0) if token.kind == "symbol" else 0
            if binding < least or binding == 0:
                return left
            self._next += 1
            operator = "*" if token.text == "*op" else token.text
            left = Binary(operator, left, self._operation(binding + 1))

    def expect_end(self) -> None:
        if self._peek().kind != "end":
            raise self._unexpected()

    def _unary(self) -> Expr:
        signs = 0
        while self._accept("-"):
            signs += 1
        operand = self._union()
        for _ in range(signs if signs < 2 else 2 - signs % 2):  # noqa: PLR2004 — minus twice is plus
            operand = Negate(operand)
        return operand

    def _union(self) -> Expr:
        left = self._path()
        while self._accept("|"):
            left = Binary("|", left, self._path())
        return left

    def _path(self) -> Expr:
        if self._accept("/"):
            return Path(self._steps() if self._starts_step() else (), absolute=True)
        if self._accept("//"):
            return Path((ANYWHERE, *self._steps()), absolute=True)
        if self._starts_step():
            return Path(self._steps())
        return self._filtered()

    def _filtered(self) -> Expr:
        primary = self._primary()
        predicates = self._predicates()
        start = Filter(primary, predicates) if predicates else primary
        if self._accept("/"):
            return Path(self._steps(), start=start)
        if self._accept("//"):
            return Path((ANYWHERE, *self._steps()), start=start)
        return start

    def _primary(self) -> Expr:
        token = self._take()
        if token.kind == "number":
            return Number(float(token.text))
        if token.kind == "literal":
            return Literal(token.text)
        if token.kind == "name":
            return Call(token.text, self._arguments())
        if token.text == "(":
            inside = self.expression()
            self._expect(")")
            return inside
        self._next -= token.kind != "end"
        raise self._unexpected()

    def _arguments(self) -> tuple[Expr, ...]:
        self._expect("(")
        found: list[Expr] = []
        while not self._accept(")"):
            if found:
                self._expect(",")
            found.append(self.expression())
        return tuple(found)

    def _steps(self) -> tuple[Step, ...]:
        found = [self._step()]
        while True:
            if self._accept("//"):
                found.append(ANYWHERE)
            elif not self._accept("/"):
                return tuple(found)
            found.append(self._step())

    def _step(self) -> Step:
        if self._accept("."):
            return self._with_predicates(SELF)
        if self._accept(".."):
            return self._with_predicates(PARENT)
        axis = self._axis()
        return Step(axis, self._test(), self._predicates())

    def _with_predicates(self, step: Step) -> Step:
        predicates = self._predicates()
        return Step(step.axis, step.test, predicates) if predicates else step

    def _axis(self) -> str:
        if self._accept("@"):
            return "attribute"
        if self._peek(1).text != "::":
            return "child"
        axis = self._take().text
        self._expect("::")
        if axis not in _AXES:
            raise XPathSyntaxError(tr("没有 {axis} 这个轴", axis=axis))
        return axis

    def _test(self) -> Test:
        if self._accept("*") or self._accept("*op"):
            return Test("any")
        token = self._take()
        if token.kind != "name":
            self._next -= 1
            raise self._unexpected()
        if token.text in _NODE_TYPES and self._accept("("):
            target = "" if self._peek().text == ")" else self._take().text
            self._expect(")")
            return Test(_NODE_TYPES[token.text], target)
        prefix, colon, local = token.text.rpartition(":")
        if local == "*":
            return Test("any", prefix=prefix)
        return Test("name", local, prefix) if colon else Test("name", token.text)

    def _predicates(self) -> tuple[Expr, ...]:
        found: list[Expr] = []
        while self._accept("["):
            found.append(self.expression())
            self._expect("]")
        return tuple(found)

    def _starts_step(self) -> bool:
        token = self._peek()
        if token.kind == "symbol":
            return token.text in {".", "..", "@", "*", "*op"}
        if token.kind != "name":
            return False
        return self._peek(1).text != "(" or token.text in _NODE_TYPES

    def _peek(self, ahead: int = 0) -> Token:
        return self._tokens[min(self._next + ahead, len(self._tokens) - 1)]

    def _take(self) -> Token:
        token = self._tokens[self._next]
        if token.kind != "end":
            self._next += 1
        return token

    def _accept(self, symbol: str) -> bool:
        token = self._tokens[self._next]
        if token.text == symbol and token.kind == "symbol":
            self._next += 1
            return True
        return False

    def _expect(self, symbol: str) -> None:
        if not self._accept(symbol):
            raise self._unexpected(symbol)

    def _unexpected(self, wanted: str = "") -> XPathSyntaxError:
        token = self._peek()
        hope = tr("，此处应为 {wanted}", wanted=wanted) if wanted else ""
        if token.kind == "end":
            return XPathSyntaxError(tr("不完整，到末尾还缺内容") + hope)
        place = token.at + 1
        return XPathSyntaxError(
            tr("第 {place} 个字符处看不懂“{text}”", place=place, text=token.text) + hope
        )
