// Between a request to a function URL and its function. Pure.
// AWS: "Invoking Lambda function URLs", request and response payloads: format 2.0.

import type { Principal } from "../../../iam/principal.ts";
import { encodeEvent } from "../../../service/http-events/payload.ts";
import type { DoorRequest } from "../../../service/service.ts";
import type { FoundUrl } from "./repo.ts";

/** Who called, as far as a function with authentication is told. */
export interface UrlCaller {
  readonly principal: Principal;
  readonly accessKeyId: string;
}

/** The event. `path` is the path behind the URL's own part. */
export function urlEvent(
  request: DoorRequest,
  { scope, url }: FoundUrl,
  path: string,
  caller: UrlCaller | undefined,
  nowMs: number,
): Uint8Array {
  const forwarded = [
    ["x-forwarded-for", request.sourceIp],
    ["x-forwarded-port", new URL(request.origin).port || "80"],
    ["x-forwarded-proto", "http"],
  ] as const;
  const isPathForm = path !== request.path;
  const domain = isPathForm ? `${url.urlId}.lambda-url.${scope.region}.localhost` : request.host;
  return encodeEvent(
    { ...request, host: domain, rawHeaders: [...request.rawHeaders, ...forwarded] },
    {
      apiId: url.urlId,
      // AWS: observed: without authentication the account is the caller's, and nobody's.
      account: caller === undefined ? "anonymous" : scope.account,
      ...(caller === undefined ? {} : { authorizer: { iam: describeCaller(caller) } }),
      stage: "$default",
      routeKey: "$default",
      rawPath: decode(path),
      pathParameters: {},
      stageVariables: {},
    },
    nowMs,
  );
}

function describeCaller({ principal, accessKeyId }: UrlCaller): Readonly<Record<string, string | null>> {
  const { account, arn, userId } = "userId" in principal ? principal : { account: null, arn: null, userId: null };
  return {
    accessKey: accessKeyId,
    accountId: account,
    callerId: userId,
    cognitoIdentity: null,
    principalOrgId: null,
    userArn: arn,
    userId,
  };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
