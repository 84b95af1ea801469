// Throttles of methods, stages and accounts. AWS: "Throttle requests to your REST APIs for better throughput in API Gateway": first
// the usage plan's limits, then the stage's for the method, then the account's.

import { takeToken } from "../../../../service/api-front/token-bucket.ts";
import { isWithin, OF_ACCOUNT } from "../../api-key-use.ts";
import type { Call } from "../call.ts";
import { Failure } from "../failure.ts";

/** Throws a failure where the stage's limit for the method, or the account's, is reached. */
export function requireWithinLimits(call: Call): void {
  const { yard, scope, target, resource, method, setting } = call;
  const { throttlingRateLimit: rateLimit, throttlingBurstLimit: burstLimit } = setting;
  const name = `${target.apiId}/${target.stage.stageName}${resource.path}/${method.httpMethod}`;
  if (!isWithin(yard, `method ${name}`, { rateLimit, burstLimit })) throw tooManyRequests();
  if (!takeToken(yard, `account ${scope.account} ${scope.region}`, OF_ACCOUNT)) throw tooManyRequests();
}

/** AWS: the words of type THROTTLED. */
export function tooManyRequests(): Failure {
  return new Failure("THROTTLED", "Too Many Requests");
}
