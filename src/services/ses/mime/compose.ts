// Writes MIME mails out of what calls give: text, HTML, attachments. Pure.

import type { Header } from "../records.ts";

export interface Part {
  readonly contentType: string;
  readonly content: Buffer;
  readonly fileName?: string;
  readonly isInline?: boolean;
  readonly contentId?: string;
  readonly description?: string;
}

export interface Composition {
  readonly headers: readonly Header[];
  readonly text?: string;
  readonly html?: string;
  readonly attachments: readonly Part[];
  /** What no line of the mail begins with: random. */
  readonly boundary: string;
  /** Texts as they are, for people who look at what a template makes. */
  readonly isReadable?: boolean;
}

/** The mail's bytes. Bodies are UTF-8 in base 64, headers beyond ASCII encoded words, so that the mail is 7-bit clean. */
export function composeMail({ headers, text, html, attachments, boundary, isReadable }: Composition): Buffer {
  const textPart = isReadable === true ? plainPart : encodedPart;
  const bodies = [
    ...(text === undefined ? [] : [textPart("text/plain", text)]),
    ...(html === undefined ? [] : [textPart("text/html", html)]),
  ];
  const [only = textPart("text/plain", "")] = bodies;
  const content = bodies.length > 1 ? multipart("alternative", `${boundary}_a`, bodies) : only;
  const whole =
    attachments.length === 0 ? content : multipart("mixed", `${boundary}_m`, [content, ...attachments.map(filePart)]);
  const lines = headers.map(({ name, value }) => `${name}: ${encodeHeader(name, value)}\r\n`);
  return Buffer.from(`${lines.join("")}MIME-Version: 1.0\r\n${whole}`);
}

/** A header's value in ASCII. Line breaks would begin another header: they become blanks. */
function encodeHeader(name: string, value: string): string {
  const line = value.replaceAll(/[\r\n]+/g, " ");
  if (/^[\x20-\x7e]*$/.test(line)) return line;
  if (!/^(from|to|cc|bcc|reply-to|sender)$/i.test(name)) return encodeWords(line);
  // Of mailboxes, only the names may be encoded.
  return line.replaceAll(/"?([^"<>,]*[^\x20-\x7e][^"<>,]*?)"?(?=\s*(?:<|,|$))/g, (_all, words: string) =>
    encodeWords(words.trim()),
  );
}

// RFC 2047: a word has at most 75 characters, and no character is torn apart.
function encodeWords(text: string): string {
  const words: string[] = [];
  let word = "";
  for (const character of text) {
    if (Buffer.byteLength(word + character) > 42) {
      words.push(word);
      word = "";
    }
    word += character;
  }
  if (word !== "") words.push(word);
  return words.map((part) => `=?UTF-8?B?${Buffer.from(part).toString("base64")}?=`).join(" ");
}

function multipart(kind: string, boundary: string, parts: readonly string[]): string {
  const body = parts.map((part) => `--${boundary}\r\n${part}\r\n`).join("");
  return `Content-Type: multipart/${kind}; boundary="${boundary}"\r\n\r\n${body}--${boundary}--\r\n`;
}

function plainPart(contentType: string, text: string): string {
  return `Content-Type: ${contentType}; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${text}`;
}

function encodedPart(contentType: string, text: string): string {
  return `Content-Type: ${contentType}; charset=UTF-8\r\n${base64(Buffer.from(text))}`;
}

function filePart({ contentType, content, fileName, isInline, contentId, description }: Part): string {
  const name = fileName === undefined ? "" : `; filename="${encodeHeader("name", fileName).replaceAll('"', "'")}"`;
  return [
    `Content-Type: ${encodeHeader("type", contentType)}\r\n`,
    `Content-Disposition: ${isInline === true ? "inline" : "attachment"}${name}\r\n`,
    contentId === undefined ? "" : `Content-ID: <${encodeHeader("id", contentId)}>\r\n`,
    description === undefined ? "" : `Content-Description: ${encodeHeader("description", description)}\r\n`,
    base64(content),
  ].join("");
}

function base64(content: Buffer): string {
  const lines = content.toString("base64").replaceAll(/.{76}/g, "$&\r\n");
  return `Content-Transfer-Encoding: base64\r\n\r\n${lines}`;
}
