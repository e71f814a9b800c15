import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

export interface Token {
  readonly text: string;
  /** From the grammar's own scope inwards. */
  readonly scopes: readonly string[];
}

export type Tokenize = (text: string) => readonly Token[];

const root = path.join(import.meta.dirname, "../..");
/** VS Code's own tokenizer comes with the VS Code of the test setup. */
const editor = path.join(root, ".cache/vscode/node_modules/code-server/lib/vscode");

/** What `vscode-textmate` offers, as far as it is used here. */
interface TextMate {
  readonly Registry: new (options: {
    readonly onigLib: Promise<unknown>;
    loadGrammar(scope: string): Promise<unknown>;
  }) => { loadGrammar(scope: string): Promise<Grammar> };
  parseRawGrammar(content: string, file: string): unknown;
}

interface Grammar {
  tokenizeLine(
    line: string,
    state: unknown,
  ): {
    readonly tokens: readonly { readonly startIndex: number; readonly endIndex: number; readonly scopes: string[] }[];
    readonly ruleStack: unknown;
  };
}

interface Oniguruma {
  loadWASM(data: Buffer): Promise<void>;
  createOnigScanner(patterns: readonly string[]): unknown;
  createOnigString(text: string): unknown;
}

/** A tokenizer for one of our grammars; null where VS Code is not set up for tests. */
export async function loadTokenizer(scope: "source.prisma" | "source.retort-sql"): Promise<Tokenize | null> {
  if (!existsSync(editor)) return null;
  const require = createRequire(path.join(editor, "package.json"));
  const textMate = require("vscode-textmate") as TextMate;
  const oniguruma = require("vscode-oniguruma") as Oniguruma;
  await oniguruma.loadWASM(readFileSync(path.join(editor, "node_modules/vscode-oniguruma/release/onig.wasm")));
  const files: Readonly<Record<string, string>> = {
    "source.prisma": path.join(root, "syntaxes/prisma.tmLanguage.json"),
    "source.retort-sql": path.join(root, "syntaxes/retort-sql.tmLanguage.json"),
    "source.sql": path.join(editor, "extensions/sql/syntaxes/sql.tmLanguage.json"),
  };
  const registry = new textMate.Registry({
    onigLib: Promise.resolve(oniguruma),
    loadGrammar: (name) => {
      const file = files[name];
      return Promise.resolve(file === undefined ? null : textMate.parseRawGrammar(readFileSync(file, "utf8"), file));
    },
  });
  const grammar = await registry.loadGrammar(scope);
  return (text) => {
    let state: unknown = null;
    return text.split(/\r?\n/).flatMap((line) => {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
      state = ruleStack;
      return tokens.map((token) => ({
        text: line.slice(token.startIndex, token.endIndex),
        scopes: token.scopes.slice(1),
      }));
    });
  };
}
