/** What a terminal of so many columns shows of what was written to it: text and cursor moves; colours say nothing here. */
export function screenOf(written: string, columns: number): string {
  const lines: string[][] = [[]];
  let row = 0;
  let column = 0;
  const line = (): string[] => {
    while (lines.length <= row) lines.push([]);
    return lines[row] ?? [];
  };
  const put = (character: string) => {
    if (column >= columns) [row, column] = [row + 1, 0];
    const into = line();
    while (into.length < column) into.push(" ");
    into[column] = character;
    column += 1;
  };
  const control: Readonly<Record<string, (count: number, given: string) => void>> = {
    A: (count) => (row = Math.max(0, row - count)),
    B: (count) => (row += count),
    C: (count) => (column = Math.min(columns - 1, column + count)),
    D: (count) => (column = Math.max(0, Math.min(column, columns - 1) - count)),
    G: (count) => (column = count - 1),
    J: () => {
      line().length = Math.min(line().length, column);
      lines.length = row + 1;
    },
    K: (_, given) => (line().length = given === "2" ? 0 : Math.min(line().length, column)),
  };
  for (const [part] of written.matchAll(parts)) {
    if (part === "\n") row += 1;
    else if (part === "\r") column = 0;
    else if (part === "\b") column = Math.max(0, column - 1);
    else if (part.startsWith("\u001b[")) {
      const given = part.slice(2, -1);
      control[part.at(-1) ?? ""]?.(Number(given === "" ? "1" : given), given);
    } else if (part >= " ") put(part);
  }
  return lines.map((characters) => characters.join("").trimEnd()).join("\n");
}

/** A control sequence, or one character. */
// eslint-disable-next-line no-control-regex -- what is read
const parts = /\u001b\[[?\d;]*[a-zA-Z]|[^]/gu;
