// The quoted strings of TXT and SPF records: "..." "...", with escapes. Pure.

import { NameProblem } from "../names.ts";

// AWS: "TXT record type": a string has at most 255 characters, a record 4,000.
const LONGEST_STRING = 255;

/**
 * The strings' octets. AWS: "TXT record type" (developer guide): strings in quotation marks with spaces between them; \" and \\ for themselves,
 * \ooo for an octet.
 */
export function parseCharacterStrings(value: string): readonly Buffer[] {
  const strings: Buffer[] = [];
  const token = /\s*"((?:[^"\\]|\\[0-3][0-7]{2}|\\[^0-9])*)"\s*/gy;
  while (token.lastIndex < value.length) {
    const [, text] = token.exec(value) ?? [];
    if (text === undefined)
      throw new NameProblem(
        `FATAL problem: InvalidCharacterString (Value should be enclosed in quotation marks) encountered with '${value}'`,
      );
    const octets = octetsOf(text);
    if (octets.length > LONGEST_STRING)
      throw new NameProblem(`FATAL problem: CharacterStringTooLong (Value is too long) encountered with '${value}'`);
    strings.push(octets);
  }
  return strings;
}

function octetsOf(text: string): Buffer {
  const octets = text.replaceAll(/\\([0-3][0-7]{2}|[^0-9])/g, (_escape, code: string) =>
    code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : code,
  );
  return Buffer.from(octets, "latin1");
}
