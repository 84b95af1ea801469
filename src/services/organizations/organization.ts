// The organization of a caller, and what each of its accounts may ask it.

import type { Organization } from "@aws-sdk/client-organizations";
import { changeIam } from "../../iam/directory/repo.ts";
import type { Context } from "../../service/context.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { refreshControl } from "./control.ts";
import { notInUse, notYours } from "./errors.ts";
import { accountArn, organizationArn } from "./names.ts";
import type { OrganizationRecord } from "./records.ts";
import { findOrganization, loadPart } from "./repo.ts";

type Caller = Pick<Context, "account" | "store">;

/** The organization that the caller is in. */
export function requireOrganization(tx: ReadTx, { account }: Pick<Context, "account">): OrganizationRecord {
  const organization = findOrganization(tx, account);
  if (organization === undefined) throw notInUse();
  return organization;
}

/** The organization whose management account calls. */
function requireManagement(tx: ReadTx, caller: Pick<Context, "account">): OrganizationRecord {
  const organization = requireOrganization(tx, caller);
  if (organization.managementAccount !== caller.account) throw notYours();
  return organization;
}

/**
 * Reads the organization for whom AWS lets look at it: "This operation can be called only from the organization's management account or by a member
 * account that is a delegated administrator".
 */
export function inspect<T>(caller: Caller, read: (tx: ReadTx, organization: OrganizationRecord) => T): T {
  const found = { value: undefined as T };
  caller.store.read<void>((tx) => {
    const organization = requireOrganization(tx, caller);
    const member = loadPart(tx, organization.id, "member", caller.account);
    const isDelegated = member !== undefined && Object.keys(member.delegations).length > 0;
    if (organization.managementAccount !== caller.account && !isDelegated) throw notYours();
    found.value = read(tx, organization);
  });
  return found.value;
}

/** Changes the organization as its management account; what that means for its accounts holds from the next call on. */
export function manage<T>(caller: Caller, change: (tx: WriteTx, organization: OrganizationRecord) => T): T {
  const changed = { value: undefined as T };
  changeIam<void>(caller.store, (tx) => {
    const organization = requireManagement(tx, caller);
    changed.value = change(tx, organization);
    refreshControl(tx, organization.id);
  });
  return changed.value;
}

export function showOrganization(tx: ReadTx, organization: OrganizationRecord): Organization {
  const { id, managementAccount, featureSet } = organization;
  const management = loadPart(tx, id, "member", managementAccount);
  return {
    Id: id,
    Arn: organizationArn(organization),
    FeatureSet: featureSet,
    MasterAccountId: managementAccount,
    MasterAccountArn: accountArn(organization, managementAccount),
    MasterAccountEmail: management?.email,
    // AWS: "Do not use. This field is deprecated and doesn't provide complete information": it says what can be enabled.
    AvailablePolicyTypes: featureSet === "ALL" ? [{ Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" }] : [],
  };
}
