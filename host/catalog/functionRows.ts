import type { Oid } from "#host/catalog/catalogRows.ts";

export type FunctionRow = [
  oid: Oid,
  namespace: Oid,
  name: string,
  types: string,
  definition: string | null,
  kind: "f" | "p" | "a" | "w",
  result: string | null,
  argumentNames: string[] | null,
  argumentModes: ("i" | "o" | "b" | "v" | "t")[] | null,
  defaults: number,
];

export type AggregateRow = [
  oid: Oid,
  namespace: Oid,
  name: string,
  parameters: string,
  types: string,
  transition: string,
  state: string,
  final: string | null,
  combine: string | null,
  initial: string | null,
  parallel: "s" | "r" | "u",
  rest: [
    space: number | null,
    finalExtra: boolean,
    finalModify: ModifyCode,
    serialize: string | null,
    deserialize: string | null,
    movingTransition: string | null,
    movingInverse: string | null,
    movingState: string | null,
    movingSpace: number | null,
    movingFinal: string | null,
    movingFinalExtra: boolean,
    movingFinalModify: ModifyCode,
    movingInitial: string | null,
    sortOperator: string | null,
    kind: "n" | "o" | "h",
  ],
];

export type ModifyCode = "r" | "s" | "w";
