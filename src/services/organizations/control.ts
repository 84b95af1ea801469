// What the policies of an organization mean for each account, worked out when something changes and kept where every call asks for it.
// AWS: "SCP evaluation": each level from the root down to the account must allow; "RCP evaluation": what any level denies is denied. Neither binds the
// management account, or its resources.

import type { NamedPolicy } from "../../iam/authorization.ts";
import { saveMembership, saveServiceControl } from "../../iam/directory/organization-control.ts";
import type { WriteTx } from "../../store/store.ts";
import { policyArn } from "./names.ts";
import { policiesOn } from "./policies.ts";
import type { OrganizationRecord, PolicyRecord } from "./records.ts";
import { listParts, loadOrganization } from "./repo.ts";
import { pathTo } from "./tree.ts";

/** Works it out anew for all accounts of an organization. */
export function refreshControl(tx: WriteTx, organizationId: string): void {
  const organization = loadOrganization(tx, organizationId);
  if (organization === undefined) return;
  const { enabledTypes, managementAccount } = organization;
  for (const { account, parentId } of listParts(tx, organizationId, "member")) {
    const parents = pathTo(tx, organization, parentId);
    const levels = account === managementAccount ? [] : [...parents, account];
    const serviceControl = enabledTypes.includes("SERVICE_CONTROL_POLICY")
      ? levels.map((id) => policiesOn(tx, organization, id, "SERVICE_CONTROL_POLICY"))
      : [];
    saveServiceControl(
      tx,
      account,
      serviceControl.map((policies) => policies.map((policy) => named(organization, policy))),
    );
    const resourceControl = levels
      .flatMap((id) => policiesOn(tx, organization, id, "RESOURCE_CONTROL_POLICY"))
      .filter(({ isAwsManaged }) => !isAwsManaged);
    saveMembership(tx, account, {
      v: 1,
      organizationId,
      path: `${[organizationId, ...parents].join("/")}/`,
      // The same policy on two levels denies no more than on one.
      resourceControl: [...new Map(resourceControl.map((policy) => [policy.id, named(organization, policy)])).values()],
    });
  }
}

function named(organization: OrganizationRecord, policy: PolicyRecord): NamedPolicy {
  return { name: policyArn(organization, policy), document: policy.content };
}
