// What services say to pages of other origins (CORS).

import { codecFor } from "../wire/codecs.ts";
import type { HttpResponse } from "../wire/wire.ts";
import type { ChainParts } from "./chain-parts.ts";
import type { IncomingRequest } from "./incoming.ts";
import { modelOf, reported } from "./request-records.ts";

/** What a browser asks before it lets a page of another origin send a request; undefined where no service answers. */
export function answerPreflight(
  parts: ChainParts,
  incoming: IncomingRequest,
  requestId: string,
): HttpResponse | undefined {
  for (const { id, crossOrigin } of parts.registry.services) {
    if (crossOrigin === undefined) continue;
    try {
      const answer = crossOrigin.preflight(incoming, parts.yard());
      if (answer !== undefined) return answer;
    } catch (error) {
      const service = modelOf(id);
      const codec = codecFor(service.protocols[0] ?? "restXml");
      return codec.encodeError(service, undefined, reported(parts, error, requestId), requestId);
    }
  }
  return undefined;
}

/** The answer, with what its service says to pages of other origins. Requests that no page made pay nothing. */
export function withCrossOrigin(
  parts: ChainParts,
  incoming: IncomingRequest,
  service: string,
  answer: HttpResponse,
): HttpResponse {
  if (incoming.headers["origin"] === undefined) return answer;
  const crossOrigin = parts.registry.service(service)?.crossOrigin;
  if (crossOrigin !== undefined) Object.assign(answer.headers, crossOrigin.headers(incoming, parts.yard()));
  return answer;
}
