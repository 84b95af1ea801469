// ListDelegatedServicesForAccount: lists the services for which an account administers the organization.

import type {
  ListDelegatedServicesForAccountCommandInput,
  ListDelegatedServicesForAccountCommandOutput,
} from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { notRegistered } from "../errors.ts";
import { inspect } from "../organization.ts";
import { pageOf } from "../pages.ts";
import { requireMember } from "../tree.ts";

export const listDelegatedServicesForAccount = defineOperation<
  Input<ListDelegatedServicesForAccountCommandInput>,
  ListDelegatedServicesForAccountCommandOutput
>("ListDelegatedServicesForAccount", (input, context) => {
  return inspect(context, (tx, organization) => {
    const { delegations } = requireMember(tx, organization, input.AccountId);
    if (Object.keys(delegations).length === 0) throw notRegistered();
    const { items, next } = pageOf(Object.entries(delegations), ([name]) => name, input);
    const DelegatedServices = items.map(([ServicePrincipal, atMs]) => ({
      ServicePrincipal,
      DelegationEnabledDate: new Date(atMs),
    }));
    return { DelegatedServices, ...next };
  });
});
