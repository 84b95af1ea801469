// EnableAWSServiceAccess: lets a service act in all accounts.

import type {
  EnableAWSServiceAccessCommandInput,
  EnableAWSServiceAccessCommandOutput,
} from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { manage } from "../organization.ts";
import { saveOrganization } from "../repo.ts";

export const enableAWSServiceAccess = defineOperation<
  Input<EnableAWSServiceAccessCommandInput>,
  EnableAWSServiceAccessCommandOutput
>("EnableAWSServiceAccess", (input, context) => {
  manage(context, (tx, organization) => {
    const { services } = organization;
    const sinceMs = services[input.ServicePrincipal] ?? context.clock.nowMs();
    saveOrganization(tx, { ...organization, services: { ...services, [input.ServicePrincipal]: sinceMs } });
  });
  return {};
});
