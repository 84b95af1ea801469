// The policies by which a user, group or role reaches a service: its own, and, of a user, those of its groups.

import type { PolicyGrantingServiceAccess } from "@aws-sdk/client-iam";
import { defaultDocument, findManagedPolicy } from "../../../iam/directory/managed-policies.ts";
import { parsePolicyArn } from "../../../iam/directory/names.ts";
import { type EntityKind, loadNamed, type RecordOf } from "../../../iam/directory/repo.ts";
import type { ReadTx } from "../../../store/store.ts";
import { grantsService } from "./granted-services.ts";

/** What of an entity's policies lets anything of a service through. */
export function grantingPolicies(
  tx: ReadTx,
  account: string,
  kind: EntityKind,
  record: RecordOf<EntityKind>,
  namespace: string,
): readonly PolicyGrantingServiceAccess[] {
  const inline = Object.entries(record.inlinePolicies).flatMap(([PolicyName, document]) =>
    grantsService([document], namespace)
      ? [{ PolicyName, PolicyType: "INLINE" as const, EntityType: TYPES[kind], EntityName: record.name }]
      : [],
  );
  const managed = record.attachedPolicies.flatMap((PolicyArn) => {
    const policy = findManagedPolicy(tx, account, PolicyArn);
    const isGranting = policy !== undefined && grantsService([defaultDocument(policy.record)], namespace);
    const PolicyName = parsePolicyArn(PolicyArn)?.name ?? PolicyArn;
    return isGranting ? [{ PolicyName, PolicyType: "MANAGED" as const, PolicyArn }] : [];
  });
  const groups = "groups" in record ? record.groups : [];
  const ofGroups = groups.flatMap((name) => {
    const group = loadNamed(tx, account, "group", name);
    return group === undefined ? [] : grantingPolicies(tx, account, "group", group, namespace);
  });
  return [...inline, ...managed, ...ofGroups];
}

/** Kinds of entities in AWS's words. */
export const TYPES = { user: "USER", group: "GROUP", role: "ROLE" } as const;
