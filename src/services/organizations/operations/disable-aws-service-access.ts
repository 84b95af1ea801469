// DisableAWSServiceAccess: lets a service not act in all accounts any more.

import type {
  DisableAWSServiceAccessCommandInput,
  DisableAWSServiceAccessCommandOutput,
} from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { manage } from "../organization.ts";
import { saveOrganization } from "../repo.ts";

export const disableAWSServiceAccess = defineOperation<
  Input<DisableAWSServiceAccessCommandInput>,
  DisableAWSServiceAccessCommandOutput
>("DisableAWSServiceAccess", (input, context) => {
  manage(context, (tx, organization) => {
    const { [input.ServicePrincipal]: _, ...services } = organization.services;
    saveOrganization(tx, { ...organization, services });
  });
  return {};
});
