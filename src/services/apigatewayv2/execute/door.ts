// Where requests to APIs come in: http://API_ID.execute-api.localhost:PORT/..., or, for clients that cannot resolve
// such names, http://localhost:PORT/_aws/execute-api/API_ID/....

import type { YardContext } from "../../../service/context.ts";
import { isExecuteApiAddress } from "../../../service/http-events/execute-api-address.ts";
import type { Door, DoorAccess, DoorRequest } from "../../../service/service.ts";
import type { HttpResponse } from "../../../wire/wire.ts";
import type { ProtocolType } from "../records.ts";
import { gatewayAnswer } from "./answers.ts";
import { answerHttpRequest } from "./http/answer-request.ts";
import { findTarget, type Target } from "./target.ts";

export const executeApi: Door = {
  name: "execute-api",
  accepts: isExecuteApiAddress,
  answer,
};

type Answerer = (
  request: DoorRequest,
  target: Target,
  yard: YardContext,
  access: DoorAccess,
) => HttpResponse | Promise<HttpResponse>;

const ANSWERERS: Readonly<Record<ProtocolType, Answerer>> = {
  HTTP: answerHttpRequest,
  // No WebSocket API can be made yet.
  WEBSOCKET: (request) => gatewayAnswer(404, "Not Found", request.requestId),
};

async function answer(request: DoorRequest, yard: YardContext, access: DoorAccess): Promise<HttpResponse> {
  const target = findTarget(yard.store, request.host, request.path);
  // AWS: an API or a stage that is not there answers 404 with this body.
  if (target === undefined) return gatewayAnswer(404, "Not Found", request.requestId);
  return ANSWERERS[target.protocolType](request, target, yard, access);
}
