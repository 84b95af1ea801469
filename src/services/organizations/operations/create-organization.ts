// CreateOrganization: makes the caller's account the management account of a new organization.

import type { CreateOrganizationCommandInput, CreateOrganizationCommandOutput } from "@aws-sdk/client-organizations";
import { changeIam, requireAccount } from "../../../iam/directory/repo.ts";
import type { Input, Output } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { emailOf } from "../accounts.ts";
import { alreadyMember } from "../errors.ts";
import { newOrganizationId, newRootId } from "../names.ts";
import { refreshControl } from "../control.ts";
import { showOrganization } from "../organization.ts";
import { addFullAccess } from "../policies.ts";
import type { OrganizationRecord } from "../records.ts";
import { findOrganization, saveMember, saveOrganization } from "../repo.ts";

export const createOrganization = defineOperation<
  Input<CreateOrganizationCommandInput>,
  CreateOrganizationCommandOutput
>("CreateOrganization", (input, context) => {
  const { account, clock, random, store } = context;
  const { FeatureSet = "ALL" } = input;
  return changeIam<Output<CreateOrganizationCommandOutput>>(store, (tx) => {
    if (findOrganization(tx, account) !== undefined) throw alreadyMember();
    const rootId = newRootId(random);
    const organization: OrganizationRecord = {
      v: 1,
      id: newOrganizationId(random),
      managementAccount: account,
      featureSet: FeatureSet,
      rootId,
      enabledTypes: [],
      services: {},
    };
    const { name } = requireAccount(tx, account);
    saveOrganization(tx, organization);
    saveMember(tx, organization.id, {
      v: 1,
      account,
      name,
      email: emailOf(account),
      parentId: rootId,
      joinedAtMs: clock.nowMs(),
      joinedMethod: "INVITED",
      isClosed: false,
      delegations: {},
    });
    addFullAccess(tx, organization.id, "SERVICE_CONTROL_POLICY");
    refreshControl(tx, organization.id);
    return { Organization: showOrganization(tx, organization) };
  });
});
