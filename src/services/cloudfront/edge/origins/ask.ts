// Asks the behaviour's origin, and where there is a group, the next one when the first one fails. AWS: "Optimize high availability with CloudFront
// origin failover".

import { askCustom } from "./custom.ts";
import { discard, type OriginAnswer, type OriginCall } from "./origin.ts";
import { askS3 } from "./s3.ts";

/** The answer of the first origin that gives one which is no reason to ask the next. */
export async function askOrigins(call: Omit<OriginCall, "origin">): Promise<OriginAnswer> {
  const { origins, failoverStatuses } = call.settings;
  let answer: OriginAnswer = {
    status: 502,
    headers: {},
    cookies: [],
    body: new Uint8Array(),
    failure: "The cache behavior has no origin.",
  };
  for (const [index, origin] of origins.entries()) {
    answer = await (origin.S3OriginConfig === undefined ? askCustom : askS3)({ ...call, origin });
    // AWS: also where the origin cannot be connected to, or does not answer in time.
    const isFailed = answer.failure !== undefined || failoverStatuses.includes(answer.status);
    if (!isFailed || index === origins.length - 1) break;
    discard(answer);
  }
  return answer;
}
