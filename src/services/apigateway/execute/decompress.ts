// Compressed requests. AWS: "Payload compression for REST APIs in API Gateway": with a minimum compression size, bodies in gzip, deflate
// and identity are read by API Gateway itself.

import { promisify } from "node:util";
import { gunzip, inflate } from "node:zlib";
import { type ApiRequest, headerOf } from "./call.ts";
import { Failure } from "./failure.ts";
import type { Deployed } from "./target.ts";

/** LIMIT: AWS: "Quotas for configuring and running a REST API": payload size. */
export const MOST_PAYLOAD_BYTES = 10 * 1024 * 1024;

/** The request with its body as it was before it was compressed. */
export async function decompressed(request: ApiRequest, { api }: Deployed): Promise<ApiRequest> {
  const encoding = headerOf(request.headers, "content-encoding")?.toLowerCase();
  if (api.minimumCompressionSize === undefined || encoding === undefined || request.body.length === 0) return request;
  const expand = encoding === "gzip" ? promisify(gunzip) : encoding === "deflate" ? promisify(inflate) : undefined;
  if (expand === undefined) return request;
  try {
    const body = await expand(request.body, { maxOutputLength: MOST_PAYLOAD_BYTES });
    const headers = request.headers.filter(([name]) => name.toLowerCase() !== "content-encoding");
    return { ...request, headers, body };
  } catch (error) {
    if (error instanceof RangeError) throw new Failure("REQUEST_TOO_LARGE", "Request Too Long");
    throw new Failure("BAD_REQUEST_BODY", "Invalid request body", { detail: "The payload cannot be decompressed" });
  }
}
