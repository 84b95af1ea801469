// Functions on the way of a viewer's request, and of the answer.

import { itemsOf } from "../config/quantities.ts";
import { domainName } from "../distributions.ts";
import { errorPage } from "../edge/error-pages.ts";
import type { EdgeResponse, ViewerRequest } from "../edge/messages.ts";
import { discard } from "../edge/origins/origin.ts";
import type { Behaviour } from "../edge/settings.ts";
import type { DistributionRecord } from "../records.ts";
import { loadFunction } from "../repo.ts";
import { parseRegion } from "../../../kernel/ids.ts";
import type { YardContext } from "../../../service/context.ts";
import { type FunctionResult, readRequestResult, readResponseResult, requestEvent, responseEvent } from "./events.ts";
import { type FunctionRun, runFunction } from "./run.ts";

/** Where a function is associated. */
export interface FunctionPlace {
  readonly yard: YardContext;
  readonly distribution: DistributionRecord;
  readonly behaviour: Behaviour;
}

/** The request as the behaviour's function leaves it, or the answer that it gives itself. */
export async function applyToRequest(
  place: FunctionPlace,
  request: ViewerRequest,
): Promise<ViewerRequest | EdgeResponse> {
  const run = await runAssociated(place, "viewer-request", () => requestEvent(request, contextOf(place)));
  if (run === undefined) return request;
  const result = resultOf(run, (output) => readRequestResult(output, request));
  if (result.kind === "request") return result.request;
  return result.kind === "response" ? result.response : failed(place, result.reason, request);
}

/** The answer as the behaviour's function leaves it. AWS: it is not asked about answers of 400 and more. */
export async function applyToResponse(
  place: FunctionPlace,
  request: ViewerRequest,
  response: EdgeResponse,
): Promise<EdgeResponse> {
  if (response.status >= 400 || response.outcome === "FunctionGeneratedResponse") return response;
  const run = await runAssociated(place, "viewer-response", () => responseEvent(request, response, contextOf(place)));
  if (run === undefined) return response;
  const result = resultOf(run, (output) => readResponseResult(output, response));
  if (result.kind === "response") return result.response;
  discard(response);
  return failed(place, result.kind === "invalid" ? result.reason : "The function returned a request.", request);
}

function contextOf({ yard, distribution }: FunctionPlace): { distributionDomainName: string; distributionId: string } {
  return { distributionDomainName: domainName(distribution, yard), distributionId: distribution.id };
}

async function runAssociated(
  { yard, distribution, behaviour }: FunctionPlace,
  type: "viewer-request" | "viewer-response",
  event: () => string,
): Promise<FunctionRun | undefined> {
  const { account } = distribution;
  const arn = itemsOf(behaviour.FunctionAssociations).find(({ EventType }) => EventType === type)?.FunctionARN;
  if (arn === undefined) return undefined;
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  const record = yard.store.read((tx) => loadFunction(tx, account, name))?.live;
  if (record === undefined) return { error: "The function is not there.", logs: [], tookMs: 0 };
  const scope = { account, region: parseRegion("us-east-1") };
  const run = await runFunction(yard, { scope, name, stage: "LIVE", record }, event());
  for (const line of run.logs) yard.log.write("info", "cloudfront.function", { function: name, line });
  return run;
}

function resultOf({ output, error }: FunctionRun, read: (output: string) => FunctionResult): FunctionResult {
  return output === undefined ? { kind: "invalid", reason: error ?? "The function failed." } : read(output);
}

/** AWS: "HTTP 503 ... FunctionExecutionError". Viewers learn no more; the log says why. */
function failed({ yard, distribution }: FunctionPlace, reason: string, { requestId }: ViewerRequest): EdgeResponse {
  yard.log.write("warn", "cloudfront.function-failed", { distribution: distribution.id, reason });
  const page = errorPage(
    503,
    "The CloudFront function associated with the CloudFront distribution is invalid or returned an error.",
    requestId,
  );
  return { ...page, outcome: "FunctionExecutionError" };
}
