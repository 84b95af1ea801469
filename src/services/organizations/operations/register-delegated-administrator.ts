// RegisterDelegatedAdministrator: lets an account administer the organization for a service.

import type {
  RegisterDelegatedAdministratorCommandInput,
  RegisterDelegatedAdministratorCommandOutput,
} from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { alreadyRegistered, constraintViolation } from "../errors.ts";
import { manage } from "../organization.ts";
import { saveMember } from "../repo.ts";
import { requireMember } from "../tree.ts";

export const registerDelegatedAdministrator = defineOperation<
  Input<RegisterDelegatedAdministratorCommandInput>,
  RegisterDelegatedAdministratorCommandOutput
>("RegisterDelegatedAdministrator", (input, context) => {
  const { AccountId, ServicePrincipal } = input;
  manage(context, (tx, organization) => {
    const member = requireMember(tx, organization, AccountId);
    if (AccountId === organization.managementAccount)
      throw constraintViolation(
        "You can't register the management account as a delegated administrator.",
        "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR",
      );
    if (organization.services[ServicePrincipal] === undefined)
      throw constraintViolation(
        "You attempted to register a delegated administrator before you enabled service access.",
        "SERVICE_ACCESS_NOT_ENABLED",
      );
    if (member.delegations[ServicePrincipal] !== undefined) throw alreadyRegistered();
    const delegations = { ...member.delegations, [ServicePrincipal]: context.clock.nowMs() };
    saveMember(tx, organization.id, { ...member, delegations });
  });
  return {};
});
