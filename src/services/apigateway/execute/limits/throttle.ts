// Throttles of methods, stages and accounts. AWS: "Throttle requests to your REST APIs for better throughput in API Gateway": first
// the usage plan's limits, then the stage's for the method, then the account's.

import { type Rate, takeToken } from "../../../../service/api-front/token-bucket.ts";
import type { ThrottleSettings } from "../../records.ts";
import type { Call } from "../call.ts";
import { Failure } from "../failure.ts";

/** LIMIT: AWS: "Quotas": 10,000 requests a second and a burst of 5,000 for an account in a region. */
const OF_ACCOUNT: Rate = { rateLimit: 10_000, burstLimit: 5000 };

/** Throws a failure where the stage's limit for the method, or the account's, is reached. */
export function requireWithinLimits(call: Call): void {
  const { yard, scope, target, resource, method, setting } = call;
  const { throttlingRateLimit: rateLimit, throttlingBurstLimit: burstLimit } = setting;
  const name = `${target.apiId}/${target.stage.stageName}${resource.path}/${method.httpMethod}`;
  if (!isWithin(call, `method ${name}`, { rateLimit, burstLimit })) throw tooManyRequests();
  if (!takeToken(yard, `account ${scope.account} ${scope.region}`, OF_ACCOUNT)) throw tooManyRequests();
}

/** Takes a token where there is a limit; -1 means none. */
export function isWithin(
  { yard }: Call,
  name: string,
  { rateLimit, burstLimit }: { readonly [Name in keyof ThrottleSettings]?: number | undefined },
): boolean {
  const rate = rateLimit === undefined || rateLimit < 0 ? undefined : rateLimit;
  const burst = burstLimit === undefined || burstLimit < 0 ? undefined : burstLimit;
  if (rate === undefined && burst === undefined) return true;
  return takeToken(yard, name, { rateLimit: rate ?? OF_ACCOUNT.rateLimit, burstLimit: burst ?? OF_ACCOUNT.burstLimit });
}

/** AWS: the words of type THROTTLED. */
export function tooManyRequests(): Failure {
  return new Failure("THROTTLED", "Too Many Requests");
}
