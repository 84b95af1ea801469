// DeregisterDelegatedAdministrator: takes that back.

import type {
  DeregisterDelegatedAdministratorCommandInput,
  DeregisterDelegatedAdministratorCommandOutput,
} from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { notRegistered } from "../errors.ts";
import { manage } from "../organization.ts";
import { saveMember } from "../repo.ts";
import { requireMember } from "../tree.ts";

export const deregisterDelegatedAdministrator = defineOperation<
  Input<DeregisterDelegatedAdministratorCommandInput>,
  DeregisterDelegatedAdministratorCommandOutput
>("DeregisterDelegatedAdministrator", (input, context) => {
  const { AccountId, ServicePrincipal } = input;
  manage(context, (tx, organization) => {
    const member = requireMember(tx, organization, AccountId);
    const { [ServicePrincipal]: registered, ...delegations } = member.delegations;
    if (registered === undefined) throw notRegistered();
    saveMember(tx, organization.id, { ...member, delegations });
  });
  return {};
});
