// Finds durable executions by their ARNs, and reads and writes the places where their lists go on.

import type { ReadTx } from "../../../store/store.ts";
import { invalidParameter } from "../errors.ts";
import { executionNotFound } from "./errors.ts";
import { executionArn, parseExecutionArn } from "./names.ts";
import type { ExecutionRecord, ExecutionReference } from "./records.ts";
import { type ExecutionPosition, loadExecution } from "./repo.ts";

// LIMIT: AWS: MaxItems: "The default is 100 and the maximum allowed is 1000. A value of 0 uses the default."
const DEFAULT_ITEMS = 100;

interface Found {
  readonly reference: ExecutionReference;
  readonly record: ExecutionRecord;
}

/** The execution that goes by exactly this ARN. */
export function findByArn(tx: ReadTx, arn: string): Found | undefined {
  const reference = parseExecutionArn(arn);
  const record = reference && loadExecution(tx, reference);
  if (reference === undefined || record === undefined || executionArn(reference, record) !== arn) return undefined;
  return { reference, record };
}

/** As findByArn; throws ResourceNotFoundException. */
export function requireExecution(tx: ReadTx, arn: string): Found {
  const found = findByArn(tx, arn);
  if (found === undefined) throw executionNotFound(arn);
  return found;
}

/** How many items a page has. */
export function pageSize(maxItems: number | undefined): number {
  return maxItems === undefined || maxItems === 0 ? DEFAULT_ITEMS : maxItems;
}

/** The marker after an execution. */
export function formatPosition({ startedAtMs, id }: ExecutionPosition): string {
  return Buffer.from(`${startedAtMs} ${id}`).toString("base64url");
}

/** Where a marker says that a list goes on; throws for what is none. */
export function readPosition(marker: string | undefined): ExecutionPosition | undefined {
  if (marker === undefined || marker === "") return undefined;
  const match = /^(\d{1,15}) ([a-zA-Z0-9_-]+)$/.exec(Buffer.from(marker, "base64url").toString());
  if (match === null) throw invalidParameter("The provided Marker is invalid.");
  return { startedAtMs: Number(match[1]), id: match[2] ?? "" };
}
