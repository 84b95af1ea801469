// A streamed response of a function as an HTTP response: what the function says before the body becomes its head.
// AWS: "Response streaming for Lambda functions", HttpResponseStream: JSON, eight zero bytes, the body.

import { decodeHead } from "../../../service/http-events/payload.ts";
import type { HttpResponse } from "../../../wire/wire.ts";

const WITH_HEAD = "application/vnd.awslambda.http-integration-response";
const DELIMITER = Buffer.alloc(8);
// LIMIT: ours: a head that is larger than this is none.
const MOST_HEAD_BYTES = 1_048_576;

/** The response whose body is `chunks`; undefined if what stands for its head is none. */
export async function streamedResponse(
  contentType: string,
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
): Promise<HttpResponse | undefined> {
  if (contentType !== WITH_HEAD) return { status: 200, headers: { "content-type": contentType }, body: chunks };
  const begun = await readHead(chunks);
  if (begun === undefined) return undefined;
  const head = decodeHead(begun.head, "application/octet-stream");
  return head === undefined ? undefined : { ...head, body: after(begun.rest, chunks) };
}

async function readHead(
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
): Promise<{ readonly head: object; readonly rest: Uint8Array } | undefined> {
  let read: Buffer = Buffer.alloc(0);
  for (;;) {
    const end = read.indexOf(DELIMITER);
    if (end !== -1) {
      const head = parseObject(read.toString("utf8", 0, end));
      return head === undefined ? undefined : { head, rest: read.subarray(end + DELIMITER.length) };
    }
    const next = await chunks.next();
    if (next.done === true || read.length > MOST_HEAD_BYTES) return undefined;
    read = Buffer.concat([read, next.value]);
  }
}

async function* after(
  first: Uint8Array,
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first;
  yield* chunks;
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
