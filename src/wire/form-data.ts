// Reads multipart/form-data as it streams by: the fields that come before the file are read whole, the file is handed on
// as a stream. Knows nothing of what the fields mean. RFC 7578 and RFC 2046, section 5.1.

import { Readable } from "node:stream";

export interface FormField {
  /** As sent. */
  readonly name: string;
  readonly value: string;
}

export interface FormFile {
  /** Undefined where the part names none. */
  readonly fileName: string | undefined;
  /** Ends with the part. Fails with FormDataError if the form breaks off before. */
  readonly content: Readable;
}

export interface FormData {
  readonly fields: readonly FormField[];
  /** The first part of the name that was asked for; what comes after it is ignored. */
  readonly file: FormFile | undefined;
}

/** Why a body is no form, or too much of one. */
export class FormDataError extends Error {
  override readonly name = "FormDataError";
  readonly reason: "malformed" | "too-large";

  constructor(reason: FormDataError["reason"]) {
    super(reason === "malformed" ? "The body is not well-formed multipart/form-data." : "The fields are too large.");
    this.reason = reason;
  }
}

/** The boundary that a Content-Type header names; undefined if it is not multipart/form-data with one. */
export function formBoundary(contentType: string | undefined): string | undefined {
  if (contentType === undefined || !/^multipart\/form-data\s*;/i.test(contentType)) return undefined;
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(contentType) ?? [];
  return quoted ?? plain;
}

const HEADER_END = Buffer.from("\r\n\r\n");

/**
 * Reads up to the part named `fileField`, or to the form's end. Throws FormDataError for what is no form, and where what
 * comes before the file has more than `mostFieldBytes`.
 */
export async function readFormData(
  source: Readable,
  boundary: string,
  fileField: string,
  mostFieldBytes: number,
): Promise<FormData> {
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const input = windowOver(source);
  // The first delimiter may stand at the very beginning, where no line ends before it.
  input.unread(Buffer.from("\r\n"));
  let read = 0;
  const upTo = async (end: Buffer): Promise<Buffer> => {
    const bytes = await input.readUpTo(end, mostFieldBytes - read);
    read += bytes.length;
    return bytes;
  };

  await upTo(delimiter);
  const fields: FormField[] = [];
  while (true) {
    const after = await input.take(2);
    if (after === "--") {
      source.resume();
      return { fields, file: undefined };
    }
    if (after !== "\r\n") throw new FormDataError("malformed");
    // A part without headers begins with the empty line: the line end before it is the boundary's.
    input.unread(Buffer.from("\r\n"));
    const { name, fileName } = parseDisposition((await upTo(HEADER_END)).toString("utf8"));
    if (name === fileField) return { fields, file: { fileName, content: restOf(input, delimiter, source) } };
    const value = (await upTo(delimiter)).toString("utf8");
    if (name !== undefined) fields.push({ name, value });
  }
}

function parseDisposition(headers: string): { name: string | undefined; fileName: string | undefined } {
  const [, parameters = ""] = /^content-disposition:\s*form-data\s*;(.*)$/im.exec(headers) ?? [];
  // Browsers write a quotation mark inside a name as %22, other clients as \".
  const parameter = (name: string): string | undefined =>
    new RegExp(`(?:^|;)\\s*${name}="((?:[^"\\\\]|\\\\.)*)"`, "i")
      .exec(parameters)?.[1]
      ?.replaceAll(/\\(["\\])/g, "$1")
      .replaceAll(/%(22|0D|0A)/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16))) ??
    new RegExp(`(?:^|;)\\s*${name}=([^\\s;"]+)`, "i").exec(parameters)?.[1];
  return { name: parameter("name"), fileName: parameter("filename") };
}

/** What is left of a part, without its delimiter; the source is read to its end behind it. */
function restOf(input: Window, delimiter: Buffer, source: Readable): Readable {
  const generate = async function* (): AsyncGenerator<Buffer> {
    yield* input.pieces(delimiter);
    source.resume();
  };
  return Readable.from(generate(), { objectMode: false });
}

interface Window {
  unread(bytes: Buffer): void;
  /** The next bytes as text; fewer at the end. */
  take(count: number): Promise<string>;
  /** All up to `end`, which is taken, too. */
  readUpTo(end: Buffer, most: number): Promise<Buffer>;
  /** The same, piece by piece. */
  pieces(end: Buffer): AsyncGenerator<Buffer>;
}

/** The bytes of a stream, of which only what cannot be decided yet is held. */
function windowOver(source: Readable): Window {
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let held: Buffer = Buffer.alloc(0);

  async function more(): Promise<boolean> {
    const next = await chunks.next();
    if (next.done === true) return false;
    held = held.length === 0 ? next.value : Buffer.concat([held, next.value]);
    return true;
  }

  return {
    unread(bytes) {
      held = Buffer.concat([bytes, held]);
    },
    async take(count) {
      while (held.length < count && (await more()));
      const text = held.toString("latin1", 0, count);
      held = held.subarray(count);
      return text;
    },
    async readUpTo(end, most) {
      let at = held.indexOf(end);
      while (at === -1) {
        if (held.length > most) throw new FormDataError("too-large");
        const searched = Math.max(0, held.length - end.length + 1);
        if (!(await more())) throw new FormDataError("malformed");
        at = held.indexOf(end, searched);
      }
      if (at > most) throw new FormDataError("too-large");
      const bytes = held.subarray(0, at);
      held = held.subarray(at + end.length);
      return bytes;
    },
    async *pieces(end) {
      while (true) {
        const at = held.indexOf(end);
        if (at !== -1) {
          const last = held.subarray(0, at);
          held = held.subarray(at + end.length);
          if (last.length > 0) yield last;
          return;
        }
        // The last bytes may be the beginning of the end.
        const sure = Math.max(0, held.length - end.length + 1);
        const piece = held.subarray(0, sure);
        held = held.subarray(sure);
        if (piece.length > 0) yield piece;
        if (!(await more())) throw new FormDataError("malformed");
      }
    },
  };
}
