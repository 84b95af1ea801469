// Frames on the private channel between the host and our bootstraps: four bytes of length (big-endian, of what
// follows), one byte of kind, then the body. A body with a header is four bytes of the header's length, JSON, payload.

/** Kinds that the host sends. */
export const SPECIALISE = 1;
export const INVOKE = 2;
/** Kinds that the bootstrap sends; before all others one that says nothing (10). */
export const READY = 11;
export const INIT_ERROR = 12;
export const RESPONSE = 13;
export const ERROR = 14;
/** Of a streamed response, before its RESPONSE or ERROR: that it begins, and its pieces. */
export const STREAM_BEGIN = 15;
export const STREAM_CHUNK = 16;
/** Of a process that is debugged, before it loads the function's code: where its inspector listens, or why it has none. */
export const INSPECTOR = 17;

const PREFIX_BYTES = 5;

/** One frame with a JSON header and a raw payload. */
export function encodeFrame(kind: number, header: unknown, payload?: Uint8Array): Buffer {
  const json = Buffer.from(JSON.stringify(header));
  const payloadBytes = payload?.length ?? 0;
  const frame = Buffer.allocUnsafe(PREFIX_BYTES + 4 + json.length + payloadBytes);
  frame.writeUInt32BE(1 + 4 + json.length + payloadBytes, 0);
  frame.writeUInt8(kind, 4);
  frame.writeUInt32BE(json.length, PREFIX_BYTES);
  json.copy(frame, PREFIX_BYTES + 4);
  if (payload !== undefined) frame.set(payload, PREFIX_BYTES + 4 + json.length);
  return frame;
}

export interface Frame {
  readonly kind: number;
  readonly header: unknown;
  /** A view of what was received: copy it if it is kept beyond the invocation. */
  readonly payload: Buffer;
}

/** Collects what arrives in pieces; gives whole frames to `onFrame`. */
export function createFrameReader(onFrame: (frame: Frame) => void): (chunk: Buffer) => void {
  let pieces: Buffer[] = [];
  let collected = 0;
  let needed = PREFIX_BYTES;

  return (chunk) => {
    pieces.push(chunk);
    collected += chunk.length;
    // Joining only when a frame is whole keeps large payloads linear.
    while (collected >= needed) {
      const data = pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
      needed = Math.max(PREFIX_BYTES, 4 + data.readUInt32BE(0));
      if (collected < needed) {
        pieces = [data];
        return;
      }
      const body = data.subarray(PREFIX_BYTES, needed);
      const rest = data.subarray(needed);
      const kind = data.readUInt8(4);
      pieces = rest.length === 0 ? [] : [rest];
      collected = rest.length;
      needed = PREFIX_BYTES;
      onFrame(parseFrame(kind, body));
    }
  };
}

function parseFrame(kind: number, body: Buffer): Frame {
  const headerBytes = body.readUInt32BE(0);
  const header: unknown = JSON.parse(body.toString("utf8", 4, 4 + headerBytes));
  return { kind, header, payload: body.subarray(4 + headerBytes) };
}
