export interface NumberOptions {
  /** Whether zeros at the end of a fraction mean something. */
  readonly scale: "kept" | "trimmed";
}

/**
 * A decimal number in one spelling: no plus, no zeros in front, no exponent. Text to text, so that no digit is lost. Null
 * for what is no number.
 */
export function canonicalNumber(text: string, { scale }: NumberOptions): string | null {
  const match = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,4}))?\s*$/i.exec(text);
  if (match === null) return null;
  const [, sign = "", whole = "", part = "", exponent = "0"] = match;
  if (whole === "" && part === "") return null;
  const [integer, fraction] = shift(whole, part, Number(exponent));
  const front = integer.replace(/^0+(?=\d)/, "") || "0";
  const back = scale === "trimmed" ? fraction.replace(/0+$/, "") : fraction;
  const digits = back === "" ? front : `${front}.${back}`;
  return sign === "-" && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

/** The digits before and after the point once it has moved right by `places`. */
function shift(whole: string, part: string, places: number): readonly [string, string] {
  if (places >= 0) {
    const padded = part.padEnd(places, "0");
    return [whole + padded.slice(0, places), padded.slice(places)];
  }
  const padded = whole.padStart(-places, "0");
  return [padded.slice(0, padded.length + places), padded.slice(padded.length + places) + part];
}
