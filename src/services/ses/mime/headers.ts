// The head of a MIME mail: its headers, split and put together. Bodies are read by the parser (parse.ts). Pure.

import type { Header } from "../records.ts";

/** A mail in its two parts. The head ends with the line break of its last header. */
export interface SplitMail {
  readonly head: string;
  readonly body: Buffer;
}

/** Splits a mail at its first empty line; a mail without one is all head. */
export function splitMail(raw: Buffer): SplitMail {
  const crlf = raw.indexOf("\r\n\r\n");
  const lf = raw.indexOf("\n\n");
  if (crlf === -1 && lf === -1) return { head: raw.toString("utf8"), body: Buffer.alloc(0) };
  const isCrlf = crlf !== -1 && (lf === -1 || crlf < lf);
  const end = isCrlf ? crlf : lf;
  return { head: raw.subarray(0, end).toString("utf8"), body: raw.subarray(end + (isCrlf ? 4 : 2)) };
}

/** Headers in their order: unfolded, with encoded words read. */
export function parseHeaders(head: string): Header[] {
  return rawHeaders(head).map(({ name, value }) => ({ name, value: decodeWords(value) }));
}

/** Headers in their order, as they are but for folding. */
export function rawHeaders(head: string): Header[] {
  const lines = head.replaceAll(/\r?\n[ \t]+/g, " ").split(/\r?\n/);
  return lines.flatMap((line) => {
    const colon = line.indexOf(":");
    return colon <= 0 ? [] : [{ name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() }];
  });
}

/** The headers of a whole mail. */
export function headersOf(raw: Uint8Array): Header[] {
  return parseHeaders(splitMail(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)).head);
}

/** A header's value, whatever the case of its name (give it in lower case). */
export function headerOf(headers: readonly Header[], name: string): string | undefined {
  return headers.find((header) => header.name.toLowerCase() === name)?.value;
}

/** A mail with other headers before the same body. Values must not have line breaks. */
export function withHeaders(headers: readonly Header[], body: Buffer): Buffer {
  const lines = headers.map(({ name, value }) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${lines.join("")}\r\n`), body]);
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
