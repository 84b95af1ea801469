// GetFederationToken: temporary credentials for someone who is no user, bounded by the calling user's policies and by
// the session policies that the call brings. Without session policies they allow nothing.

import type { GetFederationTokenCommandInput, GetFederationTokenCommandOutput } from "@aws-sdk/client-sts";
import type { Principal } from "../../../iam/principal.ts";
import { formatArn } from "../../../kernel/arns.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { issueCredentials } from "../credentials.ts";
import { accessDenied } from "../errors.ts";
import { packedPercent, sessionPolicies, sessionTags } from "../session-limits.ts";

const DEFAULT_SECONDS = 43_200;

export const getFederationToken = defineOperation<
  Input<GetFederationTokenCommandInput>,
  GetFederationTokenCommandOutput
>("GetFederationToken", (input, context) => {
  const { principal, headers, store } = context;
  const isTemporary = headers["x-amz-security-token"] !== undefined;
  if (isTemporary || principal.kind !== "user") {
    throw accessDenied("Cannot call GetFederationToken with session credentials");
  }
  const { Name: name, DurationSeconds: seconds = DEFAULT_SECONDS } = input;
  const { account, userName } = principal;
  const packed = packedPercent(input);
  const federated: Principal & { kind: "federated-user" } = {
    kind: "federated-user",
    account,
    arn: formatArn("sts", "", account, `federated-user/${name}`),
    userId: `${account}:${name}`,
    issuer: { userName, userId: principal.userId },
    sessionPolicies: sessionPolicies(store, account, input),
    tags: { ...principal.tags, ...sessionTags(input) },
  };
  return {
    Credentials: issueCredentials(context, federated, seconds),
    FederatedUser: { FederatedUserId: federated.userId, Arn: federated.arn },
    ...(packed === undefined ? {} : { PackedPolicySize: packed }),
  };
});
