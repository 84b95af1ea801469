// Reads the lengths of a WebSocket's frames out of its bytes as they pass (RFC 6455, 5.2), because the library bounds messages
// and not frames. Knows nothing of what is in them.

/** Says of each piece of a client's bytes whether all frames that begin in it are short enough. */
export function frameLengthCheck(mostFrameBytes: number): (piece: Uint8Array) => boolean {
  // Of the payload that is passing.
  let leftBytes = 0;
  // The head of a frame that is cut in two by the pieces: 14 bytes at most.
  let head: number[] = [];

  return (piece) => {
    let at = 0;
    while (at < piece.length) {
      if (leftBytes > 0) {
        const passed = Math.min(leftBytes, piece.length - at);
        leftBytes -= passed;
        at += passed;
        continue;
      }
      head.push(piece[at] ?? 0);
      at += 1;
      if (head.length < headBytes(head)) continue;
      leftBytes = payloadBytes(head);
      head = [];
      if (leftBytes > mostFrameBytes) return false;
    }
    return true;
  };
}

/** Of a frame whose head begins like this: two bytes, a longer length, and the mask. */
function headBytes([, second]: readonly number[]): number {
  if (second === undefined) return 2;
  const length = second & 0x7f;
  return 2 + (length === 126 ? 2 : length === 127 ? 8 : 0) + (second & 0x80 ? 4 : 0);
}

function payloadBytes(head: readonly number[]): number {
  const length = (head[1] ?? 0) & 0x7f;
  if (length < 126) return length;
  return head.slice(2, length === 126 ? 4 : 10).reduce((sum, byte) => sum * 256 + byte, 0);
}
