// Reads what a person wants to see out of a MIME mail: headers, the plain text and the HTML. Attachments stay in the
// raw mail. Pure.

export interface MimeMail {
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly text?: string;
  readonly html?: string;
}

// LIMIT: parts inside parts, so that a hostile mail cannot recurse without end.
const DEEPEST = 10;

/** Parses a mail; whatever does not look like MIME is its text. */
export function parseMime(raw: string, depth = 0): MimeMail {
  const [head, body] = splitHead(raw);
  const headers = parseHeaders(head);
  const type = headerOf(headers, "content-type") ?? "text/plain";
  const [, boundary] = /boundary="?([^";\r\n]+)"?/i.exec(type) ?? [];
  if (type.toLowerCase().startsWith("multipart/") && boundary !== undefined && depth < DEEPEST) {
    const parts = splitParts(body, boundary).map((part) => parseMime(part, depth + 1));
    const text = parts.find((part) => part.text !== undefined)?.text;
    const html = parts.find((part) => part.html !== undefined)?.html;
    return { headers, ...(text === undefined ? {} : { text }), ...(html === undefined ? {} : { html }) };
  }
  if (/^attachment/i.test(headerOf(headers, "content-disposition") ?? "")) return { headers };
  const decoded = decodeBody(body, headerOf(headers, "content-transfer-encoding") ?? "7bit", type);
  if (/^text\/html/i.test(type)) return { headers, html: decoded };
  return /^text\/plain/i.test(type) ? { headers, text: decoded } : { headers };
}

/** A header's value, whatever the case of its name. */
export function headerOf(headers: MimeMail["headers"], name: string): string | undefined {
  return headers.find((header) => header.name.toLowerCase() === name)?.value;
}

function splitHead(raw: string): [head: string, body: string] {
  const match = /\r?\n\r?\n/.exec(raw);
  return match === null ? [raw, ""] : [raw.slice(0, match.index), raw.slice(match.index + match[0].length)];
}

function parseHeaders(head: string): { name: string; value: string }[] {
  const lines = head.replaceAll(/\r?\n[ \t]+/g, " ").split(/\r?\n/);
  return lines.flatMap((line) => {
    const colon = line.indexOf(":");
    if (colon <= 0) return [];
    return [{ name: line.slice(0, colon).trim(), value: decodeWords(line.slice(colon + 1).trim()) }];
  });
}

function splitParts(body: string, boundary: string): string[] {
  const marker = `--${boundary}`;
  const parts = `\n${body}`.split(`\n${marker}`).slice(1);
  return parts
    .filter((part) => !part.startsWith("--"))
    .map((part) => part.replace(/^[ \t]*\r?\n/, "").replace(/\r$/, ""));
}

// RFC 2047: =?charset?B or Q?text?=, which may follow each other with blanks between that do not count.
function decodeWords(value: string): string {
  return value
    .replaceAll(/\?=\s+=\?/g, "?==?")
    .replaceAll(/=\?([^?]+)\?([bq])\?([^?]*)\?=/gi, (_word, charset: string, encoding: string, text: string) =>
      encoding.toLowerCase() === "b"
        ? decodeBytes(Buffer.from(text, "base64"), charset)
        : decodeBytes(quotedPrintable(text.replaceAll("_", " ")), charset),
    );
}

function decodeBody(body: string, encoding: string, type: string): string {
  const [, charset = "utf-8"] = /charset="?([^";\s]+)"?/i.exec(type) ?? [];
  if (/^base64/i.test(encoding)) return decodeBytes(Buffer.from(body, "base64"), charset);
  if (/^quoted-printable/i.test(encoding)) return decodeBytes(quotedPrintable(body.replaceAll(/=\r?\n/g, "")), charset);
  return body;
}

function quotedPrintable(text: string): Buffer {
  const bytes: number[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const [, hex] = /^=([0-9A-F]{2})/i.exec(text.slice(index, index + 3)) ?? [];
    if (hex === undefined) bytes.push(...Buffer.from(text.charAt(index)));
    else {
      bytes.push(Number.parseInt(hex, 16));
      index += 2;
    }
  }
  return Buffer.from(bytes);
}

function decodeBytes(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString("latin1");
  }
}
