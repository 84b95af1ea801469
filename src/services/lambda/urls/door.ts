// Where requests to function URLs come in: http://URL_ID.lambda-url.REGION.localhost:PORT/..., or, for clients that cannot
// resolve such names, http://localhost:PORT/_aws/lambda-url/URL_ID/....
// AWS: "Creating and managing Lambda function URLs", "Control access to Lambda function URLs".

import { AwsError } from "../../../kernel/errors.ts";
import type { YardContext } from "../../../service/context.ts";
import { answerPreflight, isPreflight, withCors } from "../../../service/http-events/cors.ts";
import { decodeResult } from "../../../service/http-events/payload.ts";
import type { Door, DoorAccess, DoorRequest } from "../../../service/service.ts";
import type { HttpResponse } from "../../../wire/wire.ts";
import { requestTooLarge } from "../errors.ts";
import { drawTarget } from "../functions.ts";
import { MOST_SYNCHRONOUS_BYTES, readTrace } from "../invocation-input.ts";
import { invokeTarget } from "../invoke-target.ts";
import { functionArn } from "../names.ts";
import { createResponseStream } from "../response-stream.ts";
import { takeRequest } from "../runner.ts";
import { urlEvent } from "./event.ts";
import type { UrlCaller } from "./event.ts";
import { findUrl } from "./repo.ts";
import type { FoundUrl } from "./repo.ts";
import { streamedResponse } from "./streamed-response.ts";

const HOST = /^([a-z0-9]{32})\.lambda-url\./;
const PATH = /^\/_aws\/lambda-url\/([a-z0-9]{32})(\/.*)?$/;

export const functionUrls: Door = {
  name: "lambda/url",
  accepts: (host, path) => HOST.test(host) || path.startsWith("/_aws/lambda-url/"),
  answer,
};

async function answer(request: DoorRequest, yard: YardContext, access: DoorAccess): Promise<HttpResponse> {
  const [, urlId = "", rest] = PATH.exec(request.path) ?? [undefined, HOST.exec(request.host)?.[1], request.path];
  const found = yard.store.read((tx) => findUrl(tx, urlId));
  if (found === undefined) return forbidden();
  const { cors } = found.url;
  if (cors !== undefined && isPreflight(request.method, request.headers)) return answerPreflight(cors, request.headers);
  const response = await invoke({ request, access, path: rest ?? "/" }, yard, found).catch(describeFailure);
  const headers = { ...response.headers, "x-amzn-requestid": request.requestId };
  return cors === undefined ? { ...response, headers } : withCors({ ...response, headers }, cors, request.headers);
}

async function invoke(
  { request, access, path }: { readonly request: DoorRequest; readonly access: DoorAccess; readonly path: string },
  yard: YardContext,
  found: FoundUrl,
): Promise<HttpResponse> {
  const { scope, name, url } = found;
  const caller = url.authType === "NONE" ? undefined : access.signer("lambda");
  if (url.authType === "AWS_IAM" && caller === undefined) return forbidden();
  requirePermission(access, found, caller);
  const payload = urlEvent(request, found, path, caller, yard.clock.nowMs());
  if (payload.length > MOST_SYNCHRONOUS_BYTES) throw requestTooLarge(MOST_SYNCHRONOUS_BYTES);
  const reference = { scope, name, ...(url.qualifier === "" ? {} : { qualifier: url.qualifier }) };
  const target = yard.store.read((tx) => drawTarget(tx, reference, yard.random));
  takeRequest(yard, target);
  const { headers, requestId } = request;
  const work = { requestId, payload, ...readTrace({ headers, clock: yard.clock, random: yard.random }) };
  if (url.invokeMode === "BUFFERED") {
    const result = await invokeTarget(yard, target, work);
    return (result.functionError === undefined && decodeResult(result.payload, "application/json")) || badGateway();
  }
  const stream = createResponseStream();
  const running = invokeTarget(yard, target, { ...work, sink: stream.sink });
  const contentType = await stream.begun(running);
  // Of a function that does not stream, the result is the body.
  if (contentType === undefined && (await running).functionError !== undefined) return badGateway();
  const chunks = untilError(stream.chunks(running), running);
  return (await streamedResponse(contentType ?? "application/octet-stream", chunks)) ?? badGateway();
}

/** Breaks the response off where the function did, so that its reader does not take it for whole. */
async function* untilError(
  chunks: AsyncIterable<Uint8Array>,
  running: ReturnType<typeof invokeTarget>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield* chunks;
  if ((await running).functionError !== undefined) throw new Error("The function broke its response off.");
}

/**
 * AWS: "Control access to Lambda function URLs": since October 2025 a URL needs both actions, the second one with
 * lambda:InvokedViaFunctionUrl. Without authentication the function's policy decides for everybody.
 */
function requirePermission(access: DoorAccess, { scope, name, url }: FoundUrl, caller: UrlCaller | undefined): void {
  const resource = functionArn(scope, name, url.qualifier === "" ? undefined : url.qualifier);
  access.authorize(
    "lambda",
    caller?.principal ?? { kind: "anonymous" },
    [
      {
        action: "lambda:InvokeFunctionUrl",
        resource,
        conditions: { "lambda:FunctionUrlAuthType": url.authType },
      },
      {
        action: "lambda:InvokeFunction",
        resource,
        conditions: { "lambda:InvokedViaFunctionUrl": true },
      },
    ],
    scope,
  );
}

function describeFailure(error: unknown): HttpResponse {
  if (!(error instanceof AwsError) || error.status >= 500) throw error;
  if (error.code === "AccessDeniedException") return forbidden();
  const { Reason } = error.members as { readonly Reason?: string };
  const body = { ...(Reason === undefined ? {} : { Reason, Type: "User" }), Message: error.message };
  return failure(error.status, error.code, JSON.stringify(body));
}

/** AWS: observed: also for a URL that is not there, so that nobody learns which are. */
function forbidden(): HttpResponse {
  const Message =
    "Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html";
  return failure(403, "AccessDeniedException", JSON.stringify({ Message }));
}

/** AWS: observed: for a function that fails, or whose answer is no response. */
function badGateway(): HttpResponse {
  return { ...failure(502, "InternalServerErrorException", "Internal Server Error") };
}

function failure(status: number, errorType: string, body: string): HttpResponse {
  return { status, headers: { "content-type": "application/json", "x-amzn-errortype": errorType }, body };
}
