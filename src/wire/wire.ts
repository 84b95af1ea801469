// What the protocols have in common: an HTTP message on one side, plain typed values on the other. Pure: no sockets,
// no store, no clock. Values have the JavaScript SDK's types: Date for timestamps, Uint8Array for blobs, and for
// streaming members a Readable (in) or Readable | Uint8Array | string (out).

import type { Readable } from "node:stream";
import type { AwsError } from "../kernel/errors.ts";
import type { OperationModel, Protocol, ServiceModel } from "../model/model.ts";

export interface HttpRequest {
  readonly method: string;
  /** The path as sent, still percent-encoded, without the query. */
  readonly path: string;
  /** Decoded, in the order sent; a name without "=" has the value "". */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** S3: the bucket which the router took from the host or the path; `path` is then without it. */
  readonly bucket?: string | undefined;
  /** Names in lower case; values as sent. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Whole, or a stream where the operation's input streams. Without transfer codings: aws-chunked is taken off. */
  readonly body: Uint8Array | StreamedBody;
}

/** A body that streams. Only its reader knows when it ends, so what comes after it is found on it. */
export interface StreamedBody extends Readable {
  /** Trailing headers of an aws-chunked body, names in lower case; there by the time the stream ends. */
  trailers?: Readonly<Record<string, string>>;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** Each becomes a Set-Cookie header of its own: cookies cannot be joined. */
  readonly cookies?: readonly string[];
  readonly body: Uint8Array | string | Readable | AsyncIterable<Uint8Array>;
}

/** In an operation's output: the status, where AWS answers with another than the model's one. */
export const HTTP_STATUS = Symbol("the answer's HTTP status");

export interface Codec {
  readonly protocol: Protocol;
  /** The input's members; throws an AwsError (SerializationException or the protocol's own) for bytes that do not fit. */
  decodeInput(operation: OperationModel, request: HttpRequest): Record<string, unknown>;
  /** The status is the model's, but 206 where the output binds a Content-Range header (S3's partial objects). */
  encodeOutput(operation: OperationModel, output: Record<string, unknown>, requestId: string): HttpResponse;
  encodeError(
    service: ServiceModel,
    operation: OperationModel | undefined,
    error: AwsError,
    requestId: string,
  ): HttpResponse;
}

/** A function of objects that remembers its results: how codecs compile each operation once. */
export function cachedByKey<Key extends object, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const values = new WeakMap<Key, Value>();
  return (key) => {
    let value = values.get(key);
    if (value === undefined) values.set(key, (value = compute(key)));
    return value;
  };
}
