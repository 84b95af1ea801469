// How an identity is shown, and how one is found and changed.

import type { DkimAttributes } from "@aws-sdk/client-sesv2";
import type { AwsError } from "../../../kernel/errors.ts";
import type { Scope } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";
import type { IdentityRecord } from "../records.ts";
import { identities } from "../repo.ts";

/** What version 2 calls the state of an identity; version 1 writes it "Success" and so on. */
export function statusOf(identity: IdentityRecord, nowMs: number): "SUCCESS" | "PENDING" | "FAILED" {
  if (identity.pending === undefined) return "SUCCESS";
  return identity.pending.expiresAtMs <= nowMs ? "FAILED" : "PENDING";
}

/** A domain's keys are found with its records; an address is signed by its domain, if at all. */
export function describeDkim(identity: IdentityRecord): DkimAttributes {
  const isSigned = identity.isSigned !== false;
  const Status = identity.pending === undefined ? "SUCCESS" : "PENDING";
  if (identity.type === "EMAIL_ADDRESS") return { SigningEnabled: false, Status: "NOT_STARTED" };
  if (identity.ownKey !== undefined)
    return {
      SigningEnabled: isSigned,
      Status,
      Tokens: [identity.ownKey.selector],
      SigningAttributesOrigin: "EXTERNAL",
    };
  return {
    SigningEnabled: isSigned,
    Status,
    Tokens: [...identity.dkimTokens],
    SigningAttributesOrigin: "AWS_SES",
    NextSigningKeyLength: "RSA_2048_BIT",
    CurrentSigningKeyLength: "RSA_2048_BIT",
    LastKeyGenerationTimestamp: new Date(identity.createdAtMs),
  };
}

/** Changes an identity, or throws `missing`. */
export function changeIdentity(
  tx: WriteTx,
  scope: Scope,
  name: string,
  change: (identity: IdentityRecord) => IdentityRecord,
  missing: (name: string) => AwsError,
): void {
  const identity = identities.load(tx, scope, name);
  if (identity === undefined) throw missing(name);
  identities.save(tx, scope, change(identity));
}
