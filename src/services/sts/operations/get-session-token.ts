// GetSessionToken: temporary credentials of the calling user. With a second factor, they are what policies that ask for one want; without,
// IAM takes no calls with them.

import type { GetSessionTokenCommandInput, GetSessionTokenCommandOutput } from "@aws-sdk/client-sts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { issueCredentials } from "../credentials.ts";
import { accessDenied } from "../errors.ts";
import { takeSecondFactor } from "../second-factor.ts";

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
    const { DurationSeconds: wanted = DEFAULT_SECONDS } = input;
    const seconds = principal.kind === "root" ? Math.min(wanted, ROOT_SECONDS) : wanted;
    const isProved = takeSecondFactor(input, context);
    const mfa = isProved ? { mfaAtMs: context.clock.nowMs() } : {};
    return { Credentials: issueCredentials(context, { ...principal, ...mfa }, seconds) };
  },
);
