// DeleteOrganization: ends an organization that has no account but the management account.

import type { DeleteOrganizationCommandOutput } from "@aws-sdk/client-organizations";
import { forgetOrganization } from "../../../iam/directory/organization-control.ts";
import { defineOperation } from "../../../service/service.ts";
import { organizationNotEmpty } from "../errors.ts";
import { manage } from "../organization.ts";
import { listParts, removeMember, removeOrganization } from "../repo.ts";

export const deleteOrganization = defineOperation<object, DeleteOrganizationCommandOutput>(
  "DeleteOrganization",
  (_input, context) => {
    manage(context, (tx, organization) => {
      if (listParts(tx, organization.id, "member").length > 1 || listParts(tx, organization.id, "unit").length > 0)
        throw organizationNotEmpty();
      if (listParts(tx, organization.id, "policy").some(({ isAwsManaged }) => !isAwsManaged))
        throw organizationNotEmpty();
      forgetOrganization(tx, organization.managementAccount);
      removeMember(tx, organization.id, organization.managementAccount);
      removeOrganization(tx, organization);
    });
    return {};
  },
);
