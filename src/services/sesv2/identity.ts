// How an identity is shown. Pure.

import type { DkimAttributes } from "@aws-sdk/client-sesv2";
import type { IdentityRecord } from "./records.ts";

/** A domain's keys count as found in its DNS; an address is signed by its domain, if at all. */
export function describeDkim(identity: IdentityRecord): DkimAttributes {
  if (identity.type === "EMAIL_ADDRESS") return { SigningEnabled: false, Status: "NOT_STARTED" };
  return {
    SigningEnabled: true,
    Status: "SUCCESS",
    Tokens: [...identity.dkimTokens],
    SigningAttributesOrigin: "AWS_SES",
    NextSigningKeyLength: "RSA_2048_BIT",
    CurrentSigningKeyLength: "RSA_2048_BIT",
    LastKeyGenerationTimestamp: new Date(identity.createdAtMs),
  };
}
