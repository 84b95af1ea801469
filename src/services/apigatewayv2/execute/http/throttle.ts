// Throttles of routes and of the account. AWS: "Throttle requests to your HTTP APIs for better throughput in API Gateway".

import { type Rate, takeToken } from "../../../../service/api-front/token-bucket.ts";
import type { RouteSettingsRecord } from "../../records.ts";
import type { Call } from "./call.ts";
import { Failure } from "./failure.ts";

/** LIMIT: AWS: "Quotas": 10,000 requests a second and a burst of 5,000 for an account in a region. */
const OF_ACCOUNT: Rate = { rateLimit: 10_000, burstLimit: 5000 };

/** What the stage says of a route: its own settings over those of all routes. */
export function settingsOf({ target, route }: Pick<Call, "target" | "route">): RouteSettingsRecord {
  const { defaultRouteSettings, routeSettings } = target.stage;
  return { ...defaultRouteSettings, ...routeSettings?.[route.routeKey] };
}

/** Throws a failure where the stage's limit for the route, or the account's, is reached. */
export function requireWithinLimits(call: Call): void {
  const { yard, target, route } = call;
  const { scope, api, stage } = target;
  const { rateLimit, burstLimit } = settingsOf(call);
  const rate = { rateLimit: rateLimit ?? OF_ACCOUNT.rateLimit, burstLimit: burstLimit ?? OF_ACCOUNT.burstLimit };
  const isLimited = rateLimit !== undefined || burstLimit !== undefined;
  if (isLimited && !takeToken(yard, `route ${api.apiId}/${stage.stageName} ${route.routeKey}`, rate))
    throw tooManyRequests();
  if (!takeToken(yard, `account ${scope.account} ${scope.region}`, OF_ACCOUNT)) throw tooManyRequests();
}

/** AWS: "429 Too Many Requests". */
function tooManyRequests(): Failure {
  return new Failure("THROTTLED", 429, "Too Many Requests");
}
