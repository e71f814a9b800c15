import type { Problem, ProblemCode } from "#engine/core/problem.ts";
import type { Span } from "#engine/core/span.ts";
import type { Name } from "#engine/prisma/ast.ts";
import { Token, tokenize, type Tokens } from "#engine/prisma/lexer.ts";

/** A place among the tokens of a file, and the problems met on the way to it. Block comments are passed over. */
export class Cursor {
  readonly file: string;
  readonly text: string;
  readonly problems: Problem[] = [];
  readonly #tokens: Tokens;
  #index = 0;
  #previousEnd = 0;
  /** Something on this line could not be read: its rest is skipped, and one problem about a line is enough. */
  #broken = false;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    this.#tokens = tokenize(text);
    this.#passComments();
  }

  get kind(): number {
    return this.#tokens.kinds[this.#index] ?? Token.end;
  }

  get start(): number {
    return this.#tokens.starts[this.#index] ?? this.text.length;
  }

  get end(): number {
    return this.#tokens.ends[this.#index] ?? this.text.length;
  }

  /** Where the last token that was stepped over ends. */
  get previousEnd(): number {
    return this.#previousEnd;
  }

  get span(): Span {
    return { start: this.start, end: this.end };
  }

  isBroken(): boolean {
    return this.#broken;
  }

  at(kind: number): boolean {
    return this.kind === kind;
  }

  /** The kind of the token after this one, or of the one after that. */
  kindAfter(steps: 1 | 2): number {
    return this.#tokens.kinds[Math.min(this.#index + steps, this.#tokens.count)] ?? Token.end;
  }

  slice(): string {
    return this.text.slice(this.start, this.end);
  }

  /** Whether this token begins where the one before it ends, and the next one where this one ends. */
  joined(): boolean {
    return this.#previousEnd === this.start && this.#tokens.starts[this.#index + 1] === this.end;
  }

  /** The kind of the first token after this line and the empty ones that follow it. */
  kindOnNextLine(): number {
    for (let index = this.#index; ; index += 1) {
      const kind = this.#tokens.kinds[index] ?? Token.end;
      if (kind !== Token.newline && kind !== Token.comment && kind !== Token.blockComment) return kind;
    }
  }

  atWord(): boolean {
    return this.kind === Token.word || this.kind === Token.oddWord;
  }

  /** Nothing but a comment is left of the line. */
  atLineEnd(): boolean {
    const { kind } = this;
    return kind <= Token.newline || kind === Token.comment || kind === Token.openBlockComment;
  }

  advance(): void {
    if (this.#index === this.#tokens.count) return;
    this.#previousEnd = this.end;
    this.#index += 1;
    this.#passComments();
  }

  /** Steps over a token of this kind if it is the next one. */
  take(kind: number): boolean {
    if (this.kind !== kind) return false;
    this.advance();
    return true;
  }

  /** A name; what is not a legal identifier is one all the same, with a problem. */
  takeName(what: string): Name {
    const name = { text: this.slice(), span: this.span };
    if (this.kind === Token.oddWord) {
      const fault = /^[\p{L}]/u.test(name.text) ? "may not hold a dash" : "must begin with a letter";
      this.report("prisma/badName", `The ${what} \`${name.text}\` ${fault}.`, name.span);
    }
    this.advance();
    return name;
  }

  beginLine(): void {
    this.#broken = false;
  }

  /** A problem that leaves the rest of the line readable. */
  report(code: ProblemCode, message: string, span: Span): void {
    this.problems.push({ code, severity: "error", message, place: { file: this.file, span } });
  }

  /** A problem after which the line makes no sense: reading goes on with the next one. */
  fail(code: ProblemCode, message: string, span: Span): void {
    if (!this.#broken) this.report(code, message, span);
    this.#broken = true;
    while (!this.atLineEnd()) this.advance();
  }

  /** For messages: the token as it stands, or what its absence is called. */
  describe(): string {
    if (this.kind === Token.newline) return "the end of the line";
    if (this.kind === Token.end) return "the end of the file";
    if (this.atLineEnd()) return "a comment";
    const text = this.slice();
    return `\`${text.length > 40 ? `${text.slice(0, 40)}…` : text}\``;
  }

  #passComments(): void {
    while (this.kind === Token.blockComment) this.#index += 1;
  }
}
