// Domain names: as people write them, as Route 53 writes them, and in the order in which it lists them. Pure.

/** Why a text is no domain name, in the words of AWS's messages. */
export class NameProblem extends Error {
  override readonly name = "NameProblem";
}

// AWS: "DNS domain name format": a label has at most 63 octets, a name 255.
const LONGEST_LABEL = 63;
const LONGEST_NAME = 255;

/**
 * The labels of a name in lower case, octets for what the text escapes as "\052". Throws NameProblem. AWS: "DNS domain name format"
 * (developer guide): \ and three octal digits stand for one octet; names are not told apart by case; a dot at the end changes nothing.
 */
export function parseName(text: string): readonly string[] {
  if (text === "") throw problem("DomainNameEmpty (Domain name is empty)", text);
  const whole = text.endsWith(".") && !text.endsWith("\\.") ? text.slice(0, -1) : text;
  if (whole === "") return [];
  const labels = whole.split(".").map((label) => parseLabel(label, text));
  if (labels.reduce((bytes, label) => bytes + label.length + 1, 1) > LONGEST_NAME)
    throw problem("DomainNameTooLong (Domain name is too long)", text);
  return labels;
}

function parseLabel(raw: string, text: string): string {
  if (raw === "") throw problem("DomainLabelEmpty (Domain label is empty)", text);
  if (/\\(?![0-3][0-7]{2})/.test(raw))
    throw problem("InvalidEscapeSequence (Value contains an invalid escape sequence)", text);
  const label = raw.replaceAll(/\\([0-3][0-7]{2})/g, (_escape, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
  if (Buffer.from(label, "latin1").toString("latin1") !== label)
    throw problem("InvalidCharacter (Value contains an invalid character)", text);
  if (label.length > LONGEST_LABEL) throw problem("DomainLabelTooLong (Domain label is too long)", text);
  return label.toLowerCase();
}

function problem(what: string, text: string): NameProblem {
  return new NameProblem(`FATAL problem: ${what} encountered with '${text}'`);
}

/**
 * A name as the API gives it: in lower case, with a dot at the end. AWS: "DNS domain name format": what is not a to z, 0 to 9, "-" or "_" is
 * given back as an escape code, so "*" is "\052".
 */
export function formatName(labels: readonly string[]): string {
  return `${labels.map(formatLabel).join(".")}.`;
}

function formatLabel(label: string): string {
  return label.replaceAll(/[^a-z0-9_-]/g, (octet) => `\\${(octet.codePointAt(0) ?? 0).toString(8).padStart(3, "0")}`);
}

/** A name in the API's form. Throws NameProblem. */
export const canonicalName = (text: string): string => formatName(parseName(text));

/** A name in the API's form; of a text that is none, the error made of what is wrong. */
export function requireName(text: string, toError: (message: string) => Error): string {
  try {
    return canonicalName(text);
  } catch (error) {
    throw error instanceof NameProblem ? toError(error.message) : error;
  }
}

/** The name's text in the order of ListResourceRecordSets: labels from the last to the first. AWS: ListResourceRecordSets, "Sort order". */
export function sortingName(name: string): string {
  // A space sorts before everything that a label's text can have.
  return name.slice(0, -1).split(".").toReversed().join(" ");
}

/** Whether a name is that of the zone or below it; both in the API's form. */
export function liesIn(name: string, zoneName: string): boolean {
  return zoneName === "." || name === zoneName || name.endsWith(`.${zoneName}`);
}

/** The name and those above it, up to its last label: "a.b.c." gives "a.b.c.", "b.c." and "c.". */
export function* ancestors(name: string): Generator<string> {
  for (let rest = name; rest !== "" && rest !== "."; rest = parentOf(rest)) yield rest;
}

/** The name without its first label; "." for one of a single label. */
export function parentOf(name: string): string {
  const rest = name.slice(name.indexOf(".") + 1);
  return rest === "" ? "." : rest;
}

/** The wildcard's name below a name: "\052.example.com.". */
export const wildcardBelow = (name: string): string => `\\052.${name}`;
