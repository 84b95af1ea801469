// GetSessionToken: temporary credentials of the calling user.
// DEVIATION: AWS lets these credentials call no IAM operation without MFA and few STS ones; here they may do what the
// user may.

import type { GetSessionTokenCommandInput, GetSessionTokenCommandOutput } from "@aws-sdk/client-sts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { issueCredentials } from "../credentials.ts";
import { accessDenied } from "../errors.ts";

const DEFAULT_SECONDS = 43_200;
// AWS: "Credentials based on account credentials can range from 900 seconds up to 3,600 seconds".
const ROOT_SECONDS = 3_600;

export const getSessionToken = defineOperation<Input<GetSessionTokenCommandInput>, GetSessionTokenCommandOutput>(
  "GetSessionToken",
  (input, context) => {
    const { principal, headers } = context;
    const isTemporary = headers["x-amz-security-token"] !== undefined;
    if (isTemporary || (principal.kind !== "user" && principal.kind !== "root")) {
      throw accessDenied("Cannot call GetSessionToken with session credentials");
    }
    if (input.SerialNumber !== undefined || input.TokenCode !== undefined) {
      // There are no MFA devices here, so no code can be right.
      throw accessDenied("MultiFactorAuthentication failed with invalid MFA one time pass code. ");
    }
    const { DurationSeconds: wanted = DEFAULT_SECONDS } = input;
    const seconds = principal.kind === "root" ? Math.min(wanted, ROOT_SECONDS) : wanted;
    return { Credentials: issueCredentials(context, principal, seconds) };
  },
);
