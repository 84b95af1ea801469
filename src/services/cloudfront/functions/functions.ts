// CloudFront functions as the API has them: two stages, of which viewers' requests run the live one.
// AWS: "Customize at the edge with CloudFront Functions".

import type { FunctionConfig, FunctionSummary } from "@aws-sdk/client-cloudfront";
import type { ReadTx } from "../../../store/store.ts";
import { distributionsUsing } from "../config/users.ts";
import { fault, invalidArgument, notServed } from "../errors.ts";
import { arnOf } from "../ids.ts";
import { loadFunction } from "../repo.ts";
import type { FunctionRecord, StageRecord } from "./records.ts";

// LIMIT: AWS: "Quotas on CloudFront Functions": 10 KB of code, 100 functions in an account.
const MOST_CODE_BYTES = 10 * 1024;
export const MOST_FUNCTIONS = 100;

export type Stage = "DEVELOPMENT" | "LIVE";

/** The function; throws NoSuchFunctionExists. */
export function requireFunction(tx: ReadTx, account: string, name: string): FunctionRecord {
  const record = loadFunction(tx, account, name);
  if (record === undefined) throw fault("NoSuchFunctionExists");
  return record;
}

/** One of its stages; throws NoSuchFunctionExists where it was never published. */
export function requireStage(record: FunctionRecord, stage: string | undefined): StageRecord {
  if (stage !== undefined && stage !== "DEVELOPMENT" && stage !== "LIVE")
    throw invalidArgument("The parameter Stage is invalid.");
  const found = stage === "LIVE" ? record.live : record.development;
  if (found === undefined) throw fault("NoSuchFunctionExists");
  return found;
}

/** The code, in base 64, and the configuration of a function, where both are right. */
export function checkCode(code: Uint8Array, config: FunctionConfig): Pick<StageRecord, "code" | "config"> {
  const { Comment = "", Runtime, KeyValueStoreAssociations: stores } = config;
  if (code.length === 0) throw invalidArgument("The parameter FunctionCode is required.");
  if (code.length > MOST_CODE_BYTES) throw fault("FunctionSizeLimitExceeded");
  if (Runtime !== "cloudfront-js-1.0" && Runtime !== "cloudfront-js-2.0")
    throw invalidArgument("The parameter Runtime is invalid.");
  if (Comment.length > 128) throw invalidArgument("The parameter Comment is too long.");
  if ((stores?.Items ?? []).length > 0) throw notServed("KeyValueStoreAssociations");
  return { code: Buffer.from(code).toString("base64"), config: { Comment, Runtime } };
}

/** arn:aws:cloudfront::ACCOUNT:function/NAME. */
export function functionArn(account: string, name: string): string {
  return arnOf(account, "function", name);
}

/** A stage of a function as answers show it. */
export function functionShape(tx: ReadTx, account: string, record: FunctionRecord, stage: Stage): FunctionSummary {
  const { config, createdAtMs, updatedAtMs } = requireStage(record, stage);
  const FunctionARN = functionArn(account, record.name);
  const isPublished = record.live?.code === record.development.code;
  const isUsed = distributionsUsing(tx, account, "function", FunctionARN).length > 0;
  const published = isUsed ? "DEPLOYED" : "UNASSOCIATED";
  return {
    Name: record.name,
    Status: stage === "LIVE" || isPublished ? published : "UNPUBLISHED",
    FunctionConfig: config,
    FunctionMetadata: {
      FunctionARN,
      Stage: stage,
      CreatedTime: new Date(createdAtMs),
      LastModifiedTime: new Date(updatedAtMs),
    },
  };
}
