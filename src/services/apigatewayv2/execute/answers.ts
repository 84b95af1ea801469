// What API Gateway answers by itself.

import type { HttpResponse } from "../../../wire/wire.ts";

/** A message in JSON, with the request's id. */
export function gatewayAnswer(status: number, text: string, requestId: string): HttpResponse {
  return {
    status,
    headers: { "content-type": "application/json", "apigw-requestid": requestId },
    body: JSON.stringify({ message: text }),
  };
}
