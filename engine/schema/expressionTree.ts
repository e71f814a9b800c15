import { spelled, spelledToken } from "#engine/schema/expressionNames.ts";
import { type ExpressionToken, identifierOf, stringValue, tokenize } from "#engine/schema/expressionTokens.ts";

/** An SQL expression without what its spelling only adds: brackets, letter case, quotes, synonyms. */
export type Expression =
  /** A name, a number, a keyword that is a value. */
  | { readonly kind: "atom"; readonly text: string }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: "cast"; readonly of: Expression; readonly type: string }
  | { readonly kind: "array"; readonly elements: readonly Expression[] }
  /** `and` and `or` of any number, a prefix operator of one, any other of two. */
  | { readonly kind: "operation"; readonly operator: string; readonly operands: readonly Expression[] };

/** The tree of an expression; null for what is beyond this grammar (CASE, subqueries, OVER …) or broken. */
export function parseExpression(sql: string): Expression | null {
  const reader = new Reader(tokenize(sql).filter((token) => token.kind !== "space"));
  const tree = readOperation(reader, 0);
  return tree !== null && reader.atEnd() ? tree : null;
}

/** One text for one tree: every operation in brackets. To compare, not to run. */
export function printExpression(tree: Expression): string {
  switch (tree.kind) {
    case "atom":
      return tree.text;
    case "string":
      return `'${tree.value.replaceAll("'", "''")}'`;
    case "call":
      return `${tree.name}(${tree.args.map(printExpression).join(", ")})`;
    case "cast":
      return `${printExpression(tree.of)}::${tree.type}`;
    case "array":
      return `array[${tree.elements.map(printExpression).join(", ")}]`;
    case "operation": {
      const operands = tree.operands.map(printExpression);
      return operands.length === 1
        ? `(${tree.operator} ${operands.join("")})`
        : `(${operands.join(` ${tree.operator} `)})`;
    }
  }
}

/** The tree with every node put through `change`, from the leaves up. */
export function mapExpression(tree: Expression, change: (node: Expression) => Expression): Expression {
  const map = (node: Expression) => mapExpression(node, change);
  switch (tree.kind) {
    case "atom":
    case "string":
      return change(tree);
    case "call":
      return change({ ...tree, args: tree.args.map(map) });
    case "cast":
      return change({ ...tree, of: map(tree.of) });
    case "array":
      return change({ ...tree, elements: tree.elements.map(map) });
    case "operation":
      return change({ ...tree, operands: tree.operands.map(map) });
  }
}

/** How tight the operators bind (manual, table 4.2). */
const or = 1;
const and = 2;
const not = 3;
const is = 4;
const comparison = 5;
const matching = 6;
const other = 7;
const sum = 8;
const product = 9;
const power = 10;
const sign = 11;

class Reader {
  readonly #tokens: readonly ExpressionToken[];
  #at = 0;

  constructor(tokens: readonly ExpressionToken[]) {
    this.#tokens = tokens;
  }

  atEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  peek(ahead = 0): ExpressionToken | undefined {
    return this.#tokens[this.#at + ahead];
  }

  next(): ExpressionToken | undefined {
    return this.#tokens[this.#at++];
  }

  /** Steps over the sign if it stands here. */
  sign(text: string): boolean {
    const token = this.peek();
    if (token?.kind !== "operator" || token.text !== text) return false;
    this.#at++;
    return true;
  }

  /** Steps over the keywords if they stand here. */
  words(...words: readonly string[]): boolean {
    if (!words.every((word, ahead) => this.isWord(word, ahead))) return false;
    this.#at += words.length;
    return true;
  }

  isWord(word: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token?.kind === "name" && token.text.toLowerCase() === word;
  }
}

function readOperation(reader: Reader, tightness: number): Expression | null {
  let left = readPrefix(reader);
  while (left !== null) {
    const next = readInfix(reader, left, tightness);
    if (next === undefined) return left;
    left = next;
  }
  return null;
}

function readPrefix(reader: Reader): Expression | null {
  if (reader.words("not")) return prefixed("not", readOperation(reader, not));
  if (reader.sign("+")) return readOperation(reader, sign);
  if (!reader.sign("-")) return readPostfix(reader, readPrimary(reader));
  const operand = readOperation(reader, sign);
  return operand?.kind === "atom" && /^[\d.]/.test(operand.text) ? atom(`-${operand.text}`) : prefixed("-", operand);
}

/** The operation that goes on from `left`; undefined where none does that binds tighter, null where one is broken. */
function readInfix(reader: Reader, left: Expression, tightness: number): Expression | null | undefined {
  const token = reader.peek();
  if (token?.kind === "name") return readWordInfix(reader, left, tightness);
  if (token?.kind !== "operator" || [")", "]", ",", "::", "(", "[", ".", ";"].includes(token.text)) return undefined;
  const binds = tightnessOf(token.text);
  if (binds <= tightness) return undefined;
  reader.next();
  const operator = token.text === "!=" ? "<>" : token.text;
  const quantifier = ["any", "some", "all"].find((word) => reader.isWord(word));
  if (quantifier !== undefined && reader.peek(1)?.text === "(") {
    reader.next();
    const array = readBrackets(reader);
    return (
      array && operation(operator, left, { kind: "call", name: quantifier === "all" ? "all" : "any", args: [array] })
    );
  }
  return operation(operator, left, readOperation(reader, binds));
}

function readWordInfix(reader: Reader, left: Expression, tightness: number): Expression | null | undefined {
  if (tightness < or && reader.words("or")) return operation("or", left, readOperation(reader, or));
  if (tightness < and && reader.words("and")) return operation("and", left, readOperation(reader, and));
  if (tightness < is) {
    if (reader.words("is", "not", "distinct", "from"))
      return operation("is not distinct from", left, readOperation(reader, is));
    if (reader.words("is", "distinct", "from")) return operation("is distinct from", left, readOperation(reader, is));
    for (const test of ["null", "true", "false", "unknown"]) {
      if (reader.words("is", "not", test)) return prefixed(`is not ${test}`, left);
      if (reader.words("is", test)) return prefixed(`is ${test}`, left);
    }
    if (reader.words("isnull")) return prefixed("is null", left);
    if (reader.words("notnull")) return prefixed("is not null", left);
  }
  if (tightness >= matching) return undefined;
  if (reader.words("in")) return readIn(reader, left, { operator: "=", quantifier: "any" });
  if (reader.words("not", "in")) return readIn(reader, left, { operator: "<>", quantifier: "all" });
  if (reader.words("like")) return operation("~~", left, readOperation(reader, matching));
  if (reader.words("ilike")) return operation("~~*", left, readOperation(reader, matching));
  if (reader.words("not", "like")) return operation("!~~", left, readOperation(reader, matching));
  if (reader.words("not", "ilike")) return operation("!~~*", left, readOperation(reader, matching));
  if (reader.words("between")) {
    const low = operation(">=", left, readOperation(reader, matching));
    return reader.words("and") ? operation("and", low, operation("<=", left, readOperation(reader, matching))) : null;
  }
  return undefined;
}

function readIn(
  reader: Reader,
  left: Expression,
  { operator, quantifier }: { readonly operator: string; readonly quantifier: string },
): Expression | null {
  const elements = readArguments(reader, ")");
  if (elements === null || elements.length === 0) return null;
  return operation(operator, left, { kind: "call", name: quantifier, args: [{ kind: "array", elements }] });
}

function tightnessOf(operator: string): number {
  if (["<", ">", "=", "<=", ">=", "<>", "!="].includes(operator)) return comparison;
  if (operator === "+" || operator === "-") return sum;
  if (operator === "*" || operator === "/" || operator === "%") return product;
  return operator === "^" ? power : other;
}

function readPostfix(reader: Reader, primary: Expression | null): Expression | null {
  let tree = primary;
  while (tree !== null && reader.sign("::")) {
    const type = readType(reader);
    tree = type === null ? null : { kind: "cast", of: tree, type };
  }
  return tree;
}

function readPrimary(reader: Reader): Expression | null {
  const token = reader.peek();
  if (token === undefined) return null;
  if (token.text === "(") return readBrackets(reader);
  const text = stringValue(token);
  if (text !== null) {
    reader.next();
    return { kind: "string", value: text };
  }
  if (token.kind === "number" || token.kind === "string") {
    reader.next();
    return atom(token.text);
  }
  if (token.kind === "name" && reader.peek(1)?.text === "[" && reader.words("array")) {
    const elements = readArguments(reader, "]");
    return elements && { kind: "array", elements };
  }
  if (token.kind === "name" && reader.peek(1)?.text === "(" && reader.words("cast")) return readCast(reader);
  return token.kind === "name" || token.kind === "quoted" ? readName(reader) : null;
}

/** A column, a keyword that is a value, or a call. */
function readName(reader: Reader): Expression | null {
  const first = reader.next();
  if (first === undefined || beyond.has(first.text.toLowerCase())) return null;
  const parts = [spelledToken(first)];
  while (reader.sign(".")) {
    const name = identifierOf(reader.next());
    if (name === null) return null;
    parts.push(spelled(name));
  }
  const name = parts.join(".");
  // A type before a constant, `date '2020-01-01'`, is a cast.
  const constant = stringValue(reader.peek());
  if (constant !== null) {
    reader.next();
    return { kind: "cast", of: { kind: "string", value: constant }, type: name };
  }
  if (reader.peek()?.text !== "(") return atom(synonyms.get(name) ?? name);
  const args = readArguments(reader, ")");
  if (args === null) return null;
  return args.length === 0 && synonyms.has(`${name}()`)
    ? atom(synonyms.get(`${name}()`) ?? "")
    : { kind: "call", name, args };
}

/** What begins something that this grammar doesn't know. */
const beyond = new Set(["case", "select", "exists", "row", "distinct", "interval", "extract", "array"]);

const synonyms: ReadonlyMap<string, string> = new Map([
  ["now()", "current_timestamp"],
  ["pg_catalog.now()", "current_timestamp"],
  ["transaction_timestamp()", "current_timestamp"],
]);

function readCast(reader: Reader): Expression | null {
  if (!reader.sign("(")) return null;
  const of = readOperation(reader, 0);
  const type = of !== null && reader.words("as") ? readType(reader) : null;
  return of !== null && type !== null && reader.sign(")") ? { kind: "cast", of, type } : null;
}

function readBrackets(reader: Reader): Expression | null {
  if (!reader.sign("(")) return null;
  const tree = readOperation(reader, 0);
  return reader.sign(")") ? tree : null;
}

function readArguments(reader: Reader, close: ")" | "]"): Expression[] | null {
  reader.next();
  const args: Expression[] = [];
  if (reader.sign(close)) return args;
  do {
    const arg = readOperation(reader, 0);
    if (arg === null) return null;
    args.push(arg);
  } while (reader.sign(","));
  return reader.sign(close) ? args : null;
}

/** The words of a type's name with its arguments: whatever can go on one. */
function readType(reader: Reader): string | null {
  const parts: string[] = [];
  for (;;) {
    const token = reader.peek();
    const isFirst = parts.length === 0 || parts.at(-1) === ".";
    if (token?.kind === "quoted" || (token?.kind === "name" && (isFirst || typeWords.has(token.text.toLowerCase())))) {
      if (token.kind === "quoted" && !isFirst) return null;
      parts.push(spelledToken(token));
      reader.next();
    } else if (token?.text === "." && reader.sign(".")) parts.push(".");
    else if (token?.text === "(" && parts.length > 0) {
      const args = readArguments(reader, ")");
      if (args === null) return null;
      parts.push(`(${args.map(printExpression).join(",")})`);
    } else if (token?.text === "[" && reader.peek(1)?.text === "]") {
      reader.next();
      reader.next();
      parts.push("[]");
    } else return parts.length === 0 ? null : parts.join(" ");
  }
}

/** Words that go on a type's name: `character varying`, `timestamp without time zone`. */
const typeWords = new Set(["varying", "precision", "with", "without", "time", "zone"]);

function atom(text: string): Expression {
  return { kind: "atom", text };
}

function prefixed(operator: string, operand: Expression | null): Expression | null {
  return operand && { kind: "operation", operator, operands: [operand] };
}

function operation(operator: string, left: Expression | null, right: Expression | null): Expression | null {
  if (left === null || right === null) return null;
  if (operator !== "and" && operator !== "or") return { kind: "operation", operator, operands: [left, right] };
  const flat = [left, right].flatMap((each) =>
    each.kind === "operation" && each.operator === operator ? each.operands : [each],
  );
  return { kind: "operation", operator, operands: flat };
}
