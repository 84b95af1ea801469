// Java's date patterns, as prefixes of objects have them. Pure.
// AWS: "Understand custom prefixes for Amazon S3 objects": "strings that are valid Java DateTimeFormatter strings".

/** A piece of a pattern: text as it is, or a field with the number of its letters. */
export type DatePart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "field"; readonly letter: string; readonly count: number };

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const DAY_MS = 86_400_000;

/** Letters of Java's that AWS takes. AWS: observed refusals; letters beyond these are no pattern letters. */
const AWS_LETTERS = /[ABDEFGHKLMNOQSWXYZacdeghkmnqsuvwxyz]/;

/** The pieces of a pattern; "invalid" for one that is none. */
export function parseDatePattern(pattern: string): readonly DatePart[] | "invalid" {
  const parts: DatePart[] = [];
  for (let at = 0; at < pattern.length;) {
    const character = pattern.charAt(at);
    if (character === "'") {
      const quoted = /^'((?:[^']|'')*)'/.exec(pattern.slice(at));
      if (quoted === null) return "invalid";
      const [whole, text = ""] = quoted;
      parts.push({ kind: "text", text: text === "" ? "'" : text.replaceAll("''", "'") });
      at += whole.length;
    } else if (/[A-Za-z]/.test(character)) {
      if (!AWS_LETTERS.test(character)) return "invalid";
      let end = at + 1;
      while (pattern.charAt(end) === character) end += 1;
      parts.push({ kind: "field", letter: character, count: end - at });
      at = end;
    } else {
      parts.push({ kind: "text", text: character });
      at += 1;
    }
  }
  return parts;
}

/** Letters in a pattern that are Java's, but not implemented here: weeks, and names of zones. */
export function missingLetters(parts: readonly DatePart[]): readonly string[] {
  return parts.flatMap((part) => (part.kind === "field" && FIELDS[part.letter] === undefined ? [part.letter] : []));
}

/** A moment in a time zone, written by a pattern. */
export function formatDate(parts: readonly DatePart[], atMs: number, timeZone: string): string {
  const moment = momentOf(atMs, timeZone);
  return parts
    .map((part) => (part.kind === "text" ? part.text : (FIELDS[part.letter]?.(moment, part.count) ?? "")))
    .join("");
}

/** Whether the runtime knows a time zone by this name. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

interface Moment {
  /** Its UTC fields are the zone's. */
  readonly local: Date;
  readonly offsetMinutes: number;
}

function momentOf(atMs: number, timeZone: string): Moment {
  if (timeZone === "UTC") return { local: new Date(atMs), offsetMinutes: 0 };
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(new Date(atMs));
  const value = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((part) => part.type === type)?.value ?? 0);
  const wholeMs = Date.UTC(
    value("year"),
    value("month") - 1,
    value("day"),
    value("hour"),
    value("minute"),
    value("second"),
  );
  const localMs = wholeMs + (atMs % 1_000);
  return { local: new Date(localMs), offsetMinutes: Math.round((localMs - atMs) / 60_000) };
}

type Field = (moment: Moment, count: number) => string;

const pad = (value: number, count: number): string => String(value).padStart(count, "0");

const year: Field = ({ local }, count) =>
  count === 2 ? pad(local.getUTCFullYear() % 100, 2) : pad(local.getUTCFullYear(), count);

const month: Field = ({ local }, count) => {
  const name = MONTHS[local.getUTCMonth()] ?? "";
  if (count < 3) return pad(local.getUTCMonth() + 1, count);
  return named(name, count);
};

const quarter: Field = ({ local }, count) => {
  const number = Math.floor(local.getUTCMonth() / 3) + 1;
  if (count < 3) return pad(number, count);
  return count === 3 ? `Q${number}` : `${["1st", "2nd", "3rd", "4th"][number - 1] ?? ""} quarter`;
};

function named(name: string, count: number): string {
  if (count === 5) return name.slice(0, 1);
  return count === 4 ? name : name.slice(0, 3);
}

function millisOfDay({ local }: Moment): number {
  return local.getTime() - Math.floor(local.getTime() / DAY_MS) * DAY_MS;
}

const offset =
  (zero: string | undefined): Field =>
  ({ offsetMinutes }, count) => {
    if (offsetMinutes === 0 && zero !== undefined) return zero;
    const sign = offsetMinutes < 0 ? "-" : "+";
    const minutes = Math.abs(offsetMinutes);
    const hours = pad(Math.floor(minutes / 60), 2);
    const rest = pad(minutes % 60, 2);
    if (count === 1) return rest === "00" ? `${sign}${hours}` : `${sign}${hours}${rest}`;
    return count === 3 || count === 5 ? `${sign}${hours}:${rest}` : `${sign}${hours}${rest}`;
  };

const FIELDS: Readonly<Record<string, Field>> = {
  y: year,
  u: year,
  M: month,
  L: month,
  d: ({ local }, count) => pad(local.getUTCDate(), count),
  D: ({ local }, count) => {
    const startMs = Date.UTC(local.getUTCFullYear(), 0, 1);
    return pad(Math.floor((local.getTime() - startMs) / DAY_MS) + 1, count);
  },
  E: ({ local }, count) => named(DAYS[local.getUTCDay()] ?? "", Math.max(3, count)),
  a: ({ local }) => (local.getUTCHours() < 12 ? "AM" : "PM"),
  H: ({ local }, count) => pad(local.getUTCHours(), count),
  k: ({ local }, count) => pad(local.getUTCHours() === 0 ? 24 : local.getUTCHours(), count),
  K: ({ local }, count) => pad(local.getUTCHours() % 12, count),
  h: ({ local }, count) => pad(local.getUTCHours() % 12 === 0 ? 12 : local.getUTCHours() % 12, count),
  m: ({ local }, count) => pad(local.getUTCMinutes(), count),
  s: ({ local }, count) => pad(local.getUTCSeconds(), count),
  S: ({ local }, count) => `${pad(local.getUTCMilliseconds(), 3)}000000`.slice(0, count),
  A: (moment, count) => pad(millisOfDay(moment), count),
  n: ({ local }, count) => pad(local.getUTCMilliseconds() * 1_000_000, count),
  N: (moment, count) => pad(millisOfDay(moment) * 1_000_000, count),
  Q: quarter,
  q: quarter,
  G: (_moment, count) => (count === 4 ? "Anno Domini" : "AD"),
  X: offset("Z"),
  x: offset(undefined),
  // AWS: Java's DateTimeFormatter: up to three letters have no colon.
  Z: (moment, count) => (count < 4 ? offset(undefined)(moment, 2) : offset(undefined)(moment, 3)),
};
