// RemoveAccountFromOrganization: takes an account out of the organization.

import type {
  RemoveAccountFromOrganizationCommandInput,
  RemoveAccountFromOrganizationCommandOutput,
} from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { leave } from "../accounts.ts";
import { membershipChanged } from "../membership.ts";
import { manage } from "../organization.ts";
import { requireMember } from "../tree.ts";

export const removeAccountFromOrganization = defineOperation<
  Input<RemoveAccountFromOrganizationCommandInput>,
  RemoveAccountFromOrganizationCommandOutput
>("RemoveAccountFromOrganization", (input, context) => {
  manage(context, (tx, organization) => {
    requireMember(tx, organization, input.AccountId);
    leave(tx, organization, input.AccountId);
    membershipChanged(tx, context, organization);
  });
  return {};
});
