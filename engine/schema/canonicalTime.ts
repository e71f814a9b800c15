const timeTypes = ["date", "time", "timetz", "timestamp", "timestamptz"] as const;

export type TimeType = (typeof timeTypes)[number];

export function isTimeType(name: string): name is TimeType {
  return (timeTypes as readonly string[]).includes(name);
}

/**
 * A date or time in one spelling, as PostgreSQL prints it in ISO style and UTC. A zone counts for the types that have one,
 * and is read over by the others, as PostgreSQL reads over it. What isn't written in digits (`now`, `infinity`, `BC`) stays.
 */
export function canonicalTime(text: string, type: TimeType): string {
  const parts = partsOf(text);
  if (parts === null) return text.trim().toLowerCase();
  const { date, clock, fraction, offset } = type === "date" ? parts : carried(parts);
  switch (type) {
    case "date":
      return date === null ? text : dateText(date);
    case "time":
      return clockText(clock, fraction);
    case "timetz":
      return clockText(clock, fraction) + offsetText(offset ?? 0);
    case "timestamp":
      return date === null ? text : `${dateText(date)} ${clockText(clock, fraction)}`;
    case "timestamptz": {
      if (date === null) return text;
      const utc = later(date, clock, -(offset ?? 0));
      return `${dateText(utc.date)} ${clockText(utc.clock, fraction)}+00`;
    }
  }
}

type Triple = readonly [number, number, number];

interface Parts {
  /** Year, month from 1, day. */
  readonly date: Triple | null;
  readonly clock: Triple;
  /** The fraction rounds up to a second more. */
  readonly carry: boolean;
  /** Digits after the seconds, without zeros at the end: PostgreSQL rounds to microseconds. */
  readonly fraction: string;
  /** Seconds east of UTC; null where no zone is written. */
  readonly offset: number | null;
}

const written =
  /^\s*(?:(\d{4,6})-(\d\d)-(\d\d))?(?:(?:^|[T\s])\s*(\d\d):(\d\d)(?::(\d\d)(?:\.(\d*))?)?)?\s*(?:(z|utc)|([+-])(\d\d)(?::?(\d\d))?(?::?(\d\d))?)?\s*$/i;

function partsOf(text: string): Parts | null {
  const match = written.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction = "", utc, sign, hours, minutes, seconds] = match;
  if (year === undefined && hour === undefined) return null;
  const micros = Math.round(Number(`0.${fraction}`) * 1e6);
  const east = sign === undefined ? null : number(hours) * 3600 + number(minutes) * 60 + number(seconds);
  return {
    date: year === undefined ? null : [number(year), number(month), number(day)],
    clock: [number(hour), number(minute), number(second)],
    carry: micros === 1e6,
    fraction: micros === 1e6 ? "" : String(micros).padStart(6, "0").replace(/0+$/, ""),
    offset: utc !== undefined ? 0 : east === null ? null : sign === "-" ? -east : east,
  };
}

function carried(parts: Parts): Parts {
  const { date, clock, carry } = parts;
  if (!carry) return parts;
  if (date !== null) return { ...parts, ...later(date, clock, 1) };
  const next = later([2000, 1, 1], clock, 1);
  // The end of a day is a time of day.
  return { ...parts, clock: next.date[2] === 1 ? next.clock : [24, 0, 0] };
}

function later(date: Triple, clock: Triple, seconds: number): { readonly date: Triple; readonly clock: Triple } {
  const [year, month, day] = date;
  const [hour, minute, second] = clock;
  const instant = new Date(0);
  instant.setUTCFullYear(year, month - 1, day);
  instant.setUTCHours(hour, minute, second + seconds);
  return {
    date: [instant.getUTCFullYear(), instant.getUTCMonth() + 1, instant.getUTCDate()],
    clock: [instant.getUTCHours(), instant.getUTCMinutes(), instant.getUTCSeconds()],
  };
}

function number(digits: string | undefined): number {
  return digits === undefined ? 0 : Number(digits);
}

function dateText([year, month, day]: Triple): string {
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

function clockText(clock: Triple, fraction: string): string {
  return clock.map(two).join(":") + (fraction === "" ? "" : `.${fraction}`);
}

function offsetText(seconds: number): string {
  const sign = seconds < 0 ? "-" : "+";
  const size = Math.abs(seconds);
  const parts = [Math.floor(size / 3600), Math.floor(size / 60) % 60, size % 60];
  while (parts.length > 1 && parts.at(-1) === 0) parts.pop();
  return sign + parts.map(two).join(":");
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
