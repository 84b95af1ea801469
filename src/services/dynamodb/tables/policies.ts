// Resource-based policies: of a table (which holds for its indexes, too) and of a stream.
// AWS: Developer Guide, "Using resource-based policies for DynamoDB".

import { parsePolicy, PolicyError, type PolicyDocument } from "../../../iam/policy.ts";
import { AwsError } from "../../../kernel/errors.ts";
import type { Store } from "../../../store/store.ts";
import type { Context } from "../../../service/context.ts";
import { resourceNotFound, streamNotFound, tableBeingCreated, validationError } from "../errors.ts";
import type { ResourcePolicy } from "../records.ts";
import { findTable, loadStream, loadTable, saveStream, saveTable } from "../repo.ts";
import { isPublicPolicy } from "../../../iam/public-policy.ts";
import { parseStreamArn, parseTableOfArn, type TableReference } from "./names.ts";

/** LIMIT: of the service, in bytes. */
const LONGEST_POLICY_BYTES = 20 * 1024;

/** The policy that bears on a resource: a table, an index of it, or a stream; undefined if it has none. */
export function findPolicy(store: Store, arn: string): ResourcePolicy | undefined {
  if (arn.includes("/stream/")) {
    const stream = parseStreamArn(arn);
    if (stream === undefined) return undefined;
    return store.read((tx) => loadStream(tx, stream, stream.tableName, stream.label))?.policy;
  }
  const table = tableOfArn(arn);
  return table === undefined ? undefined : findTable(store, table, table.tableName)?.policy;
}

/** LIMIT: ARNs whose parts are remembered: this is asked in every call, mostly about the same few tables. */
const MOST_ARNS = 1000;
const tables = new Map<string, TableReference | undefined>();

function tableOfArn(arn: string): TableReference | undefined {
  const known = tables.get(arn);
  if (known !== undefined) return known;
  const table = parseTableOfArn(arn);
  if (tables.size >= MOST_ARNS) tables.clear();
  tables.set(arn, table);
  return table;
}

/** Throws for what cannot be a policy. */
export function checkPolicy(document: string): void {
  if (Buffer.byteLength(document, "utf8") > LONGEST_POLICY_BYTES)
    throw validationError(`Resource-based policy size exceeds the limit of ${LONGEST_POLICY_BYTES} bytes`);
  if (isPublicPolicy(parse(document)))
    throw validationError(
      "Invalid resource-based policy document: The policy grants public access, which Block Public Access prevents.",
    );
}

function parse(document: string): PolicyDocument {
  try {
    return parsePolicy(document, "resource");
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw validationError(`Invalid resource-based policy document: ${error.message}`);
  }
}

/** The policy of a table or a stream; throws if there is no such resource, or no policy. */
export function requirePolicy(store: Store, arn: string): ResourcePolicy {
  const stream = parseStreamArn(arn);
  const table = parseTableOfArn(arn);
  const isThere =
    stream === undefined
      ? table !== undefined && findTable(store, table, table.tableName) !== undefined
      : store.read((tx) => loadStream(tx, stream, stream.tableName, stream.label)) !== undefined;
  if (!isThere) throw stream === undefined ? resourceNotFound(arn) : streamNotFound(arn);
  const policy = findPolicy(store, arn);
  if (policy === undefined) throw policyNotFound(arn);
  return policy;
}

/** A revision's name: the time, and digits that tell two policies of one millisecond apart. */
export function newRevision({ clock, random }: Pick<Context, "clock" | "random">): string {
  return `${clock.nowMs()}${String(Number.parseInt(random.hex(4), 16) % 10_000).padStart(4, "0")}`;
}

/**
 * Sets or removes (undefined) a policy and gives the one before; throws if its revision is another one than expected. The
 * same document stays what it is, with its revision (API Reference, PutResourcePolicy).
 */
export function changePolicy(
  context: Context,
  arn: string,
  expectedRevisionId: string | undefined,
  policy: ResourcePolicy | undefined,
): ResourcePolicy | undefined {
  return context.store.write((tx) => {
    const stream = parseStreamArn(arn);
    if (stream !== undefined) {
      const record = loadStream(tx, stream, stream.tableName, stream.label);
      if (record === undefined) throw streamNotFound(arn);
      checkRevision(arn, record.policy, expectedRevisionId);
      const { policy: before, ...rest } = record;
      if (before !== undefined && before.document === policy?.document) return before;
      saveStream(tx, stream, policy === undefined ? rest : { ...rest, policy });
      return before;
    }
    const reference = parseTableOfArn(arn);
    const record = reference === undefined ? undefined : loadTable(tx, reference, reference.tableName);
    if (reference === undefined || record === undefined) throw resourceNotFound(arn);
    if (record.status === "CREATING") throw tableBeingCreated(record.tableName);
    checkRevision(arn, record.policy, expectedRevisionId);
    const { policy: before, ...rest } = record;
    if (before !== undefined && before.document === policy?.document) return before;
    saveTable(tx, context.store, reference, policy === undefined ? rest : { ...rest, policy });
    return before;
  });
}

// AWS: API Reference, PutResourcePolicy, ExpectedRevisionId: NO_POLICY asks that there is none yet.
function checkRevision(arn: string, present: ResourcePolicy | undefined, expected: string | undefined): void {
  if (expected === undefined || (present?.revisionId ?? "NO_POLICY") === expected) return;
  throw policyNotFound(arn);
}

/** AWS's error where a policy, or its expected revision, is not there. */
function policyNotFound(arn: string): AwsError {
  return new AwsError({
    code: "PolicyNotFoundException",
    message: `Resource-based policy not found for the provided ResourceArn: ${arn}`,
  });
}
