// An account's settings in a region: the role with which logs are written, and the throttle that it has.

import type { GetAccountCommandOutput, PatchOperation } from "@aws-sdk/client-api-gateway";
import type { Output } from "../../service/apis.ts";
import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { badRequest } from "./errors.ts";
import { patched, type PatchRule, text, valueItems } from "./patches/patch.ts";
import type { AccountRecord } from "./records.ts";
import { loadAccount } from "./repo.ts";

/** The role that writes the account's logs, for WebSocket APIs as well. */
export function apiLogRole(tx: ReadTx, scope: Scope): string | undefined {
  return loadAccount(tx, scope)?.cloudwatchRoleArn;
}

export const NEW_ACCOUNT: AccountRecord = { v: 1, features: ["UsagePlans"] };

const RULES: readonly PatchRule<AccountRecord>[] = [
  text<AccountRecord, "cloudwatchRoleArn">("cloudwatchRoleArn", {
    ops: ["add", "replace", "remove"],
    parse: requireRole,
  }),
  valueItems<AccountRecord, "features">("features"),
];

function requireRole(arn: string): string | undefined {
  if (arn === "") return undefined;
  if (!/^arn:[^:]+:iam::\d{12}:role\/.+$/.test(arn)) throw badRequest("Invalid ARN specified in the request");
  return arn;
}

/** The account's settings after a patch. */
export function patchedAccount(
  account: AccountRecord,
  operations: readonly PatchOperation[] | undefined,
): AccountRecord {
  return patched(account, operations, RULES);
}

/** As the API shows them. AWS: 10,000 calls a second, in bursts of 5,000. */
export function accountShape({ cloudwatchRoleArn, features }: AccountRecord): Output<GetAccountCommandOutput> {
  return {
    cloudwatchRoleArn,
    features: [...features],
    apiKeyVersion: "4",
    throttleSettings: { burstLimit: 5000, rateLimit: 10_000 },
  };
}
