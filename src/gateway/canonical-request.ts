// The canonical form of a request, which both sides of a signature must reach from what went over the wire.
// AWS: "Create a signed AWS API request", step 1.

export interface QueryPart {
  /** Decoded. */
  readonly name: string;
  /** Decoded; "" where there was no "=". */
  readonly value: string;
}

/** Splits a raw query; "+" stands for a space, as services read it. A part that cannot be decoded is taken as it is. */
export function splitQuery(query: string): readonly QueryPart[] {
  const parts: QueryPart[] = [];
  for (const part of query.split("&")) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    parts.push(
      equals === -1
        ? { name: decode(part), value: "" }
        : { name: decode(part.slice(0, equals)), value: decode(part.slice(equals + 1)) },
    );
  }
  return parts;
}

/** Encoded again by AWS's rule, sorted by name and then by value. */
export function canonicalQuery(parts: readonly QueryPart[]): string {
  return parts
    .map(({ name, value }) => [encode(name), encode(value)] as const)
    .sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

const PLAIN_PATH = /^(?:\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+\/?$/;

/**
 * The path in canonical form. S3's is encoded once, and "." and "//" are part of a key; all others' is normalised and
 * what came over the wire is encoded once more.
 */
export function canonicalPath(path: string, isS3: boolean): string {
  if (path === "/" || path === "") return "/";
  if (PLAIN_PATH.test(path)) return path;
  if (isS3) return path.split("/").map(encodeOnce).join("/");
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(encode(segment));
  }
  return `/${segments.join("/")}${segments.length > 0 && path.endsWith("/") ? "/" : ""}`;
}

/** One "name:value\n" for each signed header, values trimmed and runs of spaces collapsed; absent headers are empty. */
export function canonicalHeaders(
  headers: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): string {
  let text = "";
  for (const name of names) {
    const value = headers[name] ?? "";
    text += `${name}:${value.includes("  ") || value.includes("\t") ? value.replace(/[ \t]+/g, " ").trim() : value.trim()}\n`;
  }
  return text;
}

/** Percent-encodes all but the unreserved characters of RFC 3986, with upper-case digits. */
function encode(text: string): string {
  if (/^[A-Za-z0-9._~-]*$/.test(text)) return text;
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Clients differ in which characters they leave as they are; S3 signs the fully encoded form. */
function encodeOnce(segment: string): string {
  try {
    return encode(decodeURIComponent(segment));
  } catch {
    return segment;
  }
}

function decode(text: string): string {
  const spaced = text.includes("+") ? text.replaceAll("+", " ") : text;
  if (!spaced.includes("%")) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
