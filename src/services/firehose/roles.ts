// Acting as the roles that a stream has: for its source, its functions, its buckets and its logs.
// AWS: "Controlling access with Amazon Data Firehose": trust policies ask for the account's number as sts:ExternalId.

import type { AwsApis } from "../../service/apis.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import { withServiceRole } from "../../service/role-sessions.ts";
import { deliveryStreamArn } from "./names.ts";

export const FIREHOSE = "firehose.amazonaws.com";

/** What a stream needs of a role to act as it. */
export function roleRequest(scope: Scope, streamName: string, roleArn: string) {
  const { account, region } = scope;
  return {
    service: FIREHOSE,
    roleArn,
    // LIMIT: AWS: AssumeRole: session names have 2 to 64 characters.
    sessionName: streamName.padEnd(2, "-"),
    sourceArn: deliveryStreamArn(scope, streamName),
    externalId: account,
    scope: { account, region },
  };
}

/** Does work as a role of a stream; throws STS's error where the role cannot be had. */
export function asRole<T>(
  yard: YardContext,
  scope: Scope,
  { streamName, roleArn }: { readonly streamName: string; readonly roleArn: string | undefined },
  work: (aws: AwsApis) => Promise<T>,
): Promise<T> {
  return withServiceRole(yard, roleRequest(scope, streamName, roleArn ?? ""), work);
}
