/** A model to be printed: plain text in every place, ready for the grammar. */
export interface RaisedModel {
  readonly name: string;
  /** Lines for `///` above the block. */
  readonly documentation: readonly string[];
  readonly fields: readonly RaisedField[];
  /** `@@…` */
  readonly attributes: readonly RaisedAttribute[];
}

export interface RaisedField {
  readonly name: string;
  /** `Int`, a model, an enum; for `Unsupported("…")` the text in the quotes. */
  readonly type: { readonly kind: "named" | "unsupported"; readonly text: string };
  readonly arity: "required" | "optional" | "list";
  readonly attributes: readonly RaisedAttribute[];
}

export interface RaisedAttribute {
  /** Without the `@`: `id`, `db.VarChar`. */
  readonly name: string;
  /** Each as it is written: `map: "x"`, `[a, b]`. */
  readonly arguments: readonly string[];
}

export interface RaisedEnum {
  readonly name: string;
  readonly values: readonly { readonly name: string; readonly attributes: readonly RaisedAttribute[] }[];
  readonly attributes: readonly RaisedAttribute[];
}
