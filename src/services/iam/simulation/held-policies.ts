// The policies of a user, group or role as the simulator names them, and which of them a simulation leaves out.

import type { PolicyIdentifier } from "@aws-sdk/client-iam";
import { defaultDocument, findManagedPolicy } from "../../../iam/directory/managed-policies.ts";
import type { EntityRecord } from "../../../iam/directory/records.ts";
import { loadNamed, type EntityKind } from "../../../iam/directory/repo.ts";
import { compilePattern } from "../../../iam/patterns.ts";
import type { ReadTx } from "../../../store/store.ts";
import { invalidInput } from "../errors.ts";

/** A policy of an entity, or of a group of it. */
export interface HeldPolicy {
  /** AWS: a managed policy's name; of an inline policy "role_NAME_POLICY" (recorded answers of the simulator). */
  readonly name: string;
  readonly document: string;
  readonly source:
    | { readonly arn: string }
    | { readonly kind: EntityKind; readonly entity: string; readonly policy: string };
}

type Holder = EntityRecord & { readonly boundaryArn?: string; readonly groups?: readonly string[] };

/** All policies of an entity and, of a user, of its groups. */
export function heldPolicies(tx: ReadTx, account: string, kind: EntityKind, entity: Holder): readonly HeldPolicy[] {
  const groups = (entity.groups ?? []).flatMap((name) => loadNamed(tx, account, "group", name) ?? []);
  return [
    ...policiesOf(tx, account, kind, entity),
    ...groups.flatMap((group) => policiesOf(tx, account, "group", group)),
  ];
}

/** An entity's permissions boundary. A policy that is gone allows nothing. */
export function heldBoundary(tx: ReadTx, account: string, { boundaryArn }: Holder): HeldPolicy | undefined {
  if (boundaryArn === undefined) return undefined;
  return managed(tx, account, boundaryArn) ?? { name: boundaryArn, document: "{}", source: { arn: boundaryArn } };
}

function policiesOf(tx: ReadTx, account: string, kind: EntityKind, entity: EntityRecord): readonly HeldPolicy[] {
  const inline = Object.entries(entity.inlinePolicies).map(([policy, document]) => ({
    name: `${kind}_${entity.name}_${policy}`,
    document,
    source: { kind, entity: entity.name, policy },
  }));
  return [...inline, ...entity.attachedPolicies.flatMap((arn) => managed(tx, account, arn) ?? [])];
}

function managed(tx: ReadTx, account: string, arn: string): HeldPolicy | undefined {
  const policy = findManagedPolicy(tx, account, arn);
  return (
    policy && { name: arn.slice(arn.lastIndexOf("/") + 1), document: defaultDocument(policy.record), source: { arn } }
  );
}

/** What a PolicyExclusionList takes away. */
export interface Exclusions {
  readonly boundary: boolean;
  readonly serviceControl: boolean;
  excludes(policy: HeldPolicy): boolean;
}

/** Reads a PolicyExclusionList. AWS: identifiers that are well formed and match nothing are ignored; others are InvalidInput. */
export function parseExclusions(identifiers: readonly PolicyIdentifier[]): Exclusions {
  const tests = identifiers.map(testOf);
  const types = new Set(identifiers.map(({ PolicyType: type }) => type));
  return {
    boundary: types.has("permission-boundary"),
    serviceControl: types.has("scp"),
    excludes: (policy) => tests.some((test) => test(policy)),
  };
}

function testOf(identifier: PolicyIdentifier): (policy: HeldPolicy) => boolean {
  const { PolicyType: type, PolicyArn: arn, InlinePolicyIdentifier: inline } = identifier;
  if (arn !== undefined) {
    if (!/^arn:[^:*?]+:iam::(?:\d{12}|aws):policy\/\S+$/.test(arn)) throw invalidInput(`ARN ${arn} is not valid.`);
    const matches = pattern(arn);
    return ({ source }) => "arn" in source && matches(source.arn);
  }
  if (inline !== undefined) {
    const matches = pattern(inline.AttachmentName ?? "");
    return ({ source }) =>
      "policy" in source &&
      source.policy === inline.PolicyName &&
      source.kind === inline.AttachmentType &&
      matches(source.entity);
  }
  if (type === "inline") return ({ source }) => "policy" in source;
  if (type === "aws-managed") return ({ source }) => "arn" in source && source.arn.startsWith("arn:aws:iam::aws:");
  if (type === "user-managed") return ({ source }) => "arn" in source && !source.arn.startsWith("arn:aws:iam::aws:");
  return () => false;
}

/** AWS: at most one "*" and any number of "?". */
function pattern(text: string): (name: string) => boolean {
  if (text.split("*").length > 2) throw invalidInput(`${text} has more than one wildcard character (*).`);
  const compiled = compilePattern(text, { hasVariables: false });
  return (name) => compiled.matches(name, () => undefined);
}
