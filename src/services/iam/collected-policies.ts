// All policies that a user, group or role has: inline, attached, and of a user those of its groups, within its boundary.

import type { NamedPolicy, PolicySet } from "../../iam/authorization.ts";
import { defaultDocument, findManagedPolicy } from "../../iam/directory/managed-policies.ts";
import type { EntityRecord } from "../../iam/directory/records.ts";
import { loadNamed } from "../../iam/directory/repo.ts";
import type { ReadTx } from "../../store/store.ts";

/** What a principal brings of a PolicySet. */
export type OwnPolicies = Omit<PolicySet, "resource">;

/** All policies of an entity: its own, and, of a user, those of its groups. */
export function collectPolicies(
  tx: ReadTx,
  account: string,
  entity: EntityRecord & { readonly boundaryArn?: string; readonly groups?: readonly string[] },
): OwnPolicies {
  const identity = entityDocuments(tx, account, entity);
  for (const groupName of entity.groups ?? []) {
    const group = loadNamed(tx, account, "group", groupName);
    if (group !== undefined) identity.push(...entityDocuments(tx, account, group));
  }
  const { boundaryArn } = entity;
  if (boundaryArn === undefined) return { identity, session: [], serviceControl: [] };
  // INVARIANT: a policy cannot be deleted while it is a boundary; if it is gone all the same, nothing is allowed.
  const boundary = managedDocument(tx, account, boundaryArn) ?? { name: boundaryArn, document: "{}" };
  return { identity, boundary, session: [], serviceControl: [] };
}

function entityDocuments(tx: ReadTx, account: string, entity: EntityRecord): NamedPolicy[] {
  const inline = Object.entries(entity.inlinePolicies).map(([name, document]) => ({ name, document }));
  return [...inline, ...entity.attachedPolicies.flatMap((arn) => managedDocument(tx, account, arn) ?? [])];
}

function managedDocument(tx: ReadTx, account: string, arn: string): NamedPolicy | undefined {
  const policy = findManagedPolicy(tx, account, arn);
  return policy && { name: arn, document: defaultDocument(policy.record) };
}
