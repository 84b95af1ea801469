// ListAWSServiceAccessForOrganization: lists the services that may act in all accounts.

import type {
  ListAWSServiceAccessForOrganizationCommandInput,
  ListAWSServiceAccessForOrganizationCommandOutput,
} from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { inspect } from "../organization.ts";
import { pageOf } from "../pages.ts";

export const listAWSServiceAccessForOrganization = defineOperation<
  Input<ListAWSServiceAccessForOrganizationCommandInput>,
  ListAWSServiceAccessForOrganizationCommandOutput
>("ListAWSServiceAccessForOrganization", (input, context) => {
  return inspect(context, (_tx, { services }) => {
    const { items, next } = pageOf(Object.entries(services), ([name]) => name, input);
    const EnabledServicePrincipals = items.map(([ServicePrincipal, atMs]) => ({
      ServicePrincipal,
      DateEnabled: new Date(atMs),
    }));
    return { EnabledServicePrincipals, ...next };
  });
});
