// How objects are compressed. Pure.

import type { CompressionFormat } from "@aws-sdk/client-firehose";
import { crc32, deflateRawSync, gzipSync } from "node:zlib";

/** The content of an object in its format, and the extension of its name. */
export function compress(
  format: CompressionFormat | undefined,
  content: Uint8Array,
  { name, atMs }: { readonly name: string; readonly atMs: number },
): { readonly body: Uint8Array; readonly extension: string } {
  if (format === "GZIP") return { body: gzipSync(content), extension: ".gz" };
  if (format === "ZIP") return { body: zip(name, content, atMs), extension: ".zip" };
  return { body: content, extension: "" };
}

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_HEADER = 0x06054b50;
const VERSION = 20;
const UTF8_NAMES = 0x0800;
const DEFLATED = 8;

/** A ZIP archive of one file. PKWARE's APPNOTE.TXT, 4.3: local header, data, central directory, its end. */
function zip(name: string, content: Uint8Array, atMs: number): Buffer {
  const fileName = Buffer.from(name);
  const data = deflateRawSync(content);
  const { time, date } = dosTime(atMs);
  // What both headers have.
  const shared = Buffer.alloc(26);
  shared.writeUInt16LE(VERSION, 0);
  shared.writeUInt16LE(UTF8_NAMES, 2);
  shared.writeUInt16LE(DEFLATED, 4);
  shared.writeUInt16LE(time, 6);
  shared.writeUInt16LE(date, 8);
  shared.writeUInt32LE(crc32(content), 10);
  shared.writeUInt32LE(data.length, 14);
  shared.writeUInt32LE(content.length, 18);
  shared.writeUInt16LE(fileName.length, 22);
  const local = Buffer.concat([uint32(LOCAL_HEADER), shared, fileName]);
  // Comment, disk, attributes and the place of the local header: none, the first, none, the beginning.
  const central = Buffer.concat([uint32(CENTRAL_HEADER), uint16(VERSION), shared, Buffer.alloc(14), fileName]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length + data.length, 12);
  return Buffer.concat([local, data, central, uint32(END_HEADER), end]);
}

/** MS-DOS's date and time, of which ZIP has two seconds each. */
function dosTime(atMs: number): { readonly time: number; readonly date: number } {
  const at = new Date(atMs);
  return {
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
    date: ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
  };
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
