// Users, groups and roles: found by name, changed in one transaction, with their inline and attached policies.

import type { Context } from "../../service/context.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { documentSize, requireDocument } from "./documents.ts";
import {
  boundaryNotFound,
  boundaryNotSet,
  entityNotFound,
  inlinePolicyNotFound,
  invalidArn,
  limitExceeded,
  policyNotAttachable,
  policyNotFound,
  protectedRole,
  quotaExceeded,
  validation,
  servicePolicy,
} from "./errors.ts";
import { findManagedPolicy } from "../../iam/directory/managed-policies.ts";
import { LINKED_PATH } from "../../iam/directory/linked-roles.ts";
import { parsePolicyArn } from "../../iam/directory/names.ts";
import { changeIam, loadNamed, saveNamed, type EntityKind, type RecordOf } from "../../iam/directory/repo.ts";

/** The entity of this name; throws NoSuchEntity. */
export function requireEntity<Kind extends EntityKind>(
  tx: ReadTx,
  account: string,
  kind: Kind,
  name: string,
): RecordOf<Kind> {
  const record = loadNamed(tx, account, kind, name);
  if (record === undefined) throw entityNotFound(kind, name);
  return record;
}

/** Reads an entity in a transaction of its own; throws NoSuchEntity. */
export function readEntity<Kind extends EntityKind>(context: Context, kind: Kind, name: string): RecordOf<Kind> {
  return context.store.read<RecordOf<EntityKind>>((tx) =>
    requireEntity(tx, context.account, kind, name),
  ) as RecordOf<Kind>;
}

/** Replaces an entity by what `change` makes of it, in one transaction. */
export function changeEntity<Kind extends EntityKind>(
  context: Context,
  kind: Kind,
  name: string,
  change: (record: RecordOf<Kind>, tx: WriteTx) => RecordOf<Kind>,
): void {
  changeIam<void>(context.store, (tx) => {
    saveNamed(tx, context.account, kind, change(requireEntity(tx, context.account, kind, name), tx));
  });
}

/** Throws UnmodifiableEntity for a service-linked role: only its service changes it. */
export function requireUnprotected({ name, path }: { readonly name: string; readonly path: string }): void {
  if (path.startsWith(LINKED_PATH)) throw protectedRole(name);
}

/** Like `changeEntity`, for what nobody may do to a service-linked role. */
export function changeUnprotected<Kind extends EntityKind>(
  context: Context,
  kind: Kind,
  name: string,
  change: (record: RecordOf<Kind>, tx: WriteTx) => RecordOf<Kind>,
): void {
  changeEntity(context, kind, name, (record, tx) => {
    requireUnprotected(record);
    return change(record, tx);
  });
}

/** The user that an operation without UserName means: the caller. */
export function userNameOf(
  input: { UserName?: string | undefined },
  { principal }: Pick<Context, "principal">,
): string {
  if (input.UserName !== undefined) return input.UserName;
  if (principal.kind === "user") return principal.userName;
  throw validation("Must specify userName when calling with non-User credentials");
}

// AWS: "IAM and AWS STS quotas": characters of all inline policies of one entity together.
const INLINE_LIMITS: Readonly<Record<EntityKind, number>> = { user: 2_048, group: 5_120, role: 10_240 };
// AWS: the same page; ten by default.
const ATTACHMENT_LIMIT = 10;
const ATTACHMENT_QUOTAS: Readonly<Record<EntityKind, string>> = {
  user: "PoliciesPerUser",
  group: "PoliciesPerGroup",
  role: "PoliciesPerRole",
};

/** Puts an inline policy in place, over one of the same name. */
export function putInlinePolicy(
  context: Context,
  kind: EntityKind,
  name: string,
  policy: { readonly PolicyName: string; readonly PolicyDocument: string },
): void {
  requireDocument(policy.PolicyDocument, "identity");
  changeUnprotected(context, kind, name, (record) => {
    const inlinePolicies = { ...record.inlinePolicies, [policy.PolicyName]: policy.PolicyDocument };
    const size = Object.values(inlinePolicies).reduce((sum, document) => sum + documentSize(document), 0);
    if (size > INLINE_LIMITS[kind]) {
      throw limitExceeded(`Maximum policy size of ${INLINE_LIMITS[kind]} bytes exceeded for ${kind} ${name}`);
    }
    return { ...record, inlinePolicies };
  });
}

/** The document of an inline policy; throws NoSuchEntity. */
export function getInlinePolicy(context: Context, kind: EntityKind, name: string, policyName: string): string {
  const { inlinePolicies } = readEntity(context, kind, name);
  const document = Object.hasOwn(inlinePolicies, policyName) ? inlinePolicies[policyName] : undefined;
  if (document === undefined) throw inlinePolicyNotFound(kind, policyName);
  return document;
}

/** Takes an inline policy away; throws NoSuchEntity. */
export function deleteInlinePolicy(context: Context, kind: EntityKind, name: string, policyName: string): void {
  changeUnprotected(context, kind, name, (record) => {
    const { [policyName]: document, ...inlinePolicies } = record.inlinePolicies;
    if (document === undefined) throw inlinePolicyNotFound(kind, policyName);
    return { ...record, inlinePolicies };
  });
}

/** Attaches a managed policy; one that is attached already is success. */
export function attachPolicy(context: Context, kind: EntityKind, name: string, arn: string): void {
  changeUnprotected(context, kind, name, (record, tx) => {
    requireAttachable(tx, context.account, arn);
    if (record.attachedPolicies.includes(arn)) return record;
    if (record.attachedPolicies.length >= ATTACHMENT_LIMIT) {
      throw quotaExceeded(ATTACHMENT_QUOTAS[kind], ATTACHMENT_LIMIT);
    }
    return { ...record, attachedPolicies: [...record.attachedPolicies, arn] };
  });
}

/** Detaches a managed policy; throws NoSuchEntity if it is not attached. */
export function detachPolicy(context: Context, kind: EntityKind, name: string, arn: string): void {
  changeUnprotected(context, kind, name, (record) => {
    if (parsePolicyArn(arn) === undefined) throw invalidArn(arn);
    if (!record.attachedPolicies.includes(arn)) throw policyNotFound(arn);
    return { ...record, attachedPolicies: record.attachedPolicies.filter((other) => other !== arn) };
  });
}

/** The managed policies of an entity as answers list them, below a path. */
export function attachedPolicies(
  context: Context,
  kind: EntityKind,
  name: string,
  pathPrefix = "/",
): { PolicyName: string; PolicyArn: string }[] {
  return readEntity(context, kind, name).attachedPolicies.flatMap((arn) => {
    const parsed = parsePolicyArn(arn);
    return parsed?.path.startsWith(pathPrefix) === true ? [{ PolicyName: parsed.name, PolicyArn: arn }] : [];
  });
}

/** Sets the boundary of a user or role. */
export function putBoundary(context: Context, kind: "user" | "role", name: string, arn: string): void {
  changeUnprotected(context, kind, name, (record, tx) => {
    requireBoundary(tx, context.account, arn);
    return { ...record, boundaryArn: arn };
  });
}

/** Takes the boundary of a user or role away; throws NoSuchEntity if there is none. */
export function deleteBoundary(context: Context, kind: "user" | "role", name: string): void {
  changeUnprotected(context, kind, name, (record) => {
    const { boundaryArn, ...rest } = record;
    if (boundaryArn === undefined) throw boundaryNotSet(kind, name);
    return rest;
  });
}

/** Throws unless the policy can be a boundary. */
export function requireBoundary(tx: ReadTx, account: string, arn: string): void {
  if (parsePolicyArn(arn) === undefined) throw invalidArn(arn);
  if (isServicePolicy(arn)) throw servicePolicy();
  if (findManagedPolicy(tx, account, arn) === undefined) throw boundaryNotFound(arn);
}

function requireAttachable(tx: ReadTx, account: string, arn: string): void {
  if (parsePolicyArn(arn) === undefined) throw invalidArn(arn);
  if (isServicePolicy(arn)) throw servicePolicy();
  if (findManagedPolicy(tx, account, arn) === undefined) throw policyNotAttachable(arn);
}

/** AWS: policies for service-linked roles are below this path, and for nobody else. */
function isServicePolicy(arn: string): boolean {
  return arn.startsWith("arn:aws:iam::aws:policy/aws-service-role/");
}
