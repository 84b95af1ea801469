// The QR code of a virtual MFA device as a picture that authenticator apps scan: `uqr` lays it out (decision 0028), this makes a PNG of it. Pure.

import { crc32, deflateSync } from "node:zlib";

/** Pixels of a module's edge, and white modules around the code: the standard wants four. */
const SCALE = 4;
const BORDER = 4;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A text as a QR code in a PNG of one bit a pixel. */
export async function qrCodePng(text: string): Promise<Uint8Array> {
  const { encode } = await import("uqr");
  const { data, size } = encode(text, { ecc: "M", border: BORDER });
  const edge = size * SCALE;
  const rows = data.flatMap((modules) => Array.from({ length: SCALE }, () => scanLine(modules, edge)));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(edge, 0);
  header.writeUInt32BE(edge, 4);
  // One bit a pixel, greyscale: a set bit is white.
  header.writeUInt8(1, 8);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(rows))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** A line of pixels behind the byte that says that it is not filtered. */
function scanLine(modules: readonly boolean[], edge: number): Buffer {
  const line = Buffer.alloc(1 + Math.ceil(edge / 8));
  for (let x = 0; x < edge; x++) {
    if (modules[Math.floor(x / SCALE)] === true) continue;
    const at = 1 + (x >> 3);
    line.writeUInt8(line.readUInt8(at) | (0x80 >> (x & 7)), at);
  }
  return line;
}

function chunk(type: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(content.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
