// ActivateOrganizationsAccess.

import type { ActivateOrganizationsAccessCommandOutput } from "@aws-sdk/client-cloudformation";
import { defineOperation } from "../../../../service/service.ts";
import { changeAccess } from "../organizations-access.ts";

/** Has the organization trust StackSets. */
export const activateOrganizationsAccess = defineOperation<object, ActivateOrganizationsAccessCommandOutput>(
  "ActivateOrganizationsAccess",
  async (_input, context) => {
    await changeAccess(context, (api, ServicePrincipal) => api.enableAWSServiceAccess({ ServicePrincipal }));
    return {};
  },
);
