// LeaveOrganization: takes the caller's account out of its organization.

import type { LeaveOrganizationCommandOutput } from "@aws-sdk/client-organizations";
import { changeIam } from "../../../iam/directory/repo.ts";
import { defineOperation } from "../../../service/service.ts";
import { leave } from "../accounts.ts";
import { membershipChanged } from "../membership.ts";
import { requireOrganization } from "../organization.ts";

export const leaveOrganization = defineOperation<object, LeaveOrganizationCommandOutput>(
  "LeaveOrganization",
  (_input, context) => {
    changeIam<void>(context.store, (tx) => {
      const organization = requireOrganization(tx, context);
      leave(tx, organization, context.account);
      membershipChanged(tx, context, organization);
    });
    return {};
  },
);
