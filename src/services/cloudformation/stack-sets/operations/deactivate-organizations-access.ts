// DeactivateOrganizationsAccess.

import type { DeactivateOrganizationsAccessCommandOutput } from "@aws-sdk/client-cloudformation";
import { defineOperation } from "../../../../service/service.ts";
import { changeAccess } from "../organizations-access.ts";

/** Has the organization trust StackSets no longer: what is deployed stays, and nothing of it can be changed. */
export const deactivateOrganizationsAccess = defineOperation<object, DeactivateOrganizationsAccessCommandOutput>(
  "DeactivateOrganizationsAccess",
  async (_input, context) => {
    await changeAccess(context, (api, ServicePrincipal) => api.disableAWSServiceAccess({ ServicePrincipal }));
    return {};
  },
);
