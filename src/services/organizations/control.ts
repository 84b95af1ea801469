// What service control policies mean for each account, worked out when something changes and kept where every call asks for it.
// AWS: "SCP evaluation": each level from the root down to the account must allow; the management account is not restricted.

import type { NamedPolicy } from "../../iam/authorization.ts";
import { saveServiceControl } from "../../iam/directory/service-control.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { policyArn } from "./names.ts";
import type { OrganizationRecord } from "./records.ts";
import { attachedTo, listParts, loadOrganization, loadPart } from "./repo.ts";
import { pathTo } from "./tree.ts";

/** Works it out anew for all accounts of an organization. */
export function refreshControl(tx: WriteTx, organizationId: string): void {
  const organization = loadOrganization(tx, organizationId);
  if (organization === undefined) return;
  const isEnabled = organization.enabledTypes.includes("SERVICE_CONTROL_POLICY");
  for (const { account, parentId } of listParts(tx, organizationId, "member")) {
    const isBound = isEnabled && account !== organization.managementAccount;
    const path = isBound ? [...pathTo(tx, organization, parentId), account] : [];
    saveServiceControl(
      tx,
      account,
      path.map((id) => policiesOn(tx, organization, id)),
    );
  }
}

function policiesOn(tx: ReadTx, organization: OrganizationRecord, target: string): NamedPolicy[] {
  return attachedTo(tx, organization.id, target).flatMap((id) => {
    const policy = loadPart(tx, organization.id, "policy", id);
    return policy === undefined ? [] : [{ name: policyArn(organization, policy), document: policy.content }];
  });
}
