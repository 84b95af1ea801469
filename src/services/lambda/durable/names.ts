// ARNs of durable executions, and the ids of callbacks. Pure.

import { parseAccountId, parseRegion } from "../../../kernel/ids.ts";
import { functionArn } from "../names.ts";
import type { ExecutionRecord, ExecutionReference } from "./records.ts";

// AWS: "GetDurableExecution", DurableExecutionArn.
const ARN =
  /^arn:aws:lambda:([a-z0-9-]+):(\d{12}):function:([a-zA-Z0-9_-]+):(?:\$LATEST|[0-9]+)\/durable-execution\/([a-zA-Z0-9_-]+)\/([a-zA-Z0-9_-]+)$/;

/** The execution that an ARN names, if it can be one's. */
export function parseExecutionArn(arn: string): ExecutionReference | undefined {
  const match = ARN.exec(arn);
  if (match === null) return undefined;
  const [, region = "", account = "", functionName = "", , id = ""] = match;
  return { scope: { account: parseAccountId(account), region: parseRegion(region) }, functionName, id };
}

/** The ARN has the version that runs, also where an alias was invoked. */
export function executionArn(
  { scope, functionName }: ExecutionReference,
  { version, name, id }: Pick<ExecutionRecord, "version" | "name" | "id">,
): string {
  return `${functionArn(scope, functionName, version)}/durable-execution/${name}/${id}`;
}

/** What a callback's id says. */
export interface CallbackReference {
  readonly executionArn: string;
  readonly operationId: string;
  /** Nobody makes an id up. */
  readonly secret: string;
}

/** The id in AWS's alphabet for it: base64. */
export function formatCallbackId({ executionArn: arn, operationId, secret }: CallbackReference): string {
  return Buffer.from([arn, operationId, secret].join(" ")).toString("base64");
}

/** What an id says, if it can be one. */
export function parseCallbackId(text: string): CallbackReference | undefined {
  const [arn = "", operationId = "", secret = "", ...rest] = Buffer.from(text, "base64").toString().split(" ");
  if (parseExecutionArn(arn) === undefined || operationId === "" || secret === "" || rest.length > 0) return undefined;
  return { executionArn: arn, operationId, secret };
}
