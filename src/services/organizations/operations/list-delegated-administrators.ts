// ListDelegatedAdministrators: lists the accounts that administer the organization for a service, or for any.

import type {
  ListDelegatedAdministratorsCommandInput,
  ListDelegatedAdministratorsCommandOutput,
} from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { inspect } from "../organization.ts";
import { pageOf } from "../pages.ts";
import { listParts } from "../repo.ts";
import { showAccount } from "../tree.ts";

export const listDelegatedAdministrators = defineOperation<
  Input<ListDelegatedAdministratorsCommandInput>,
  ListDelegatedAdministratorsCommandOutput
>("ListDelegatedAdministrators", (input, context) => {
  const { ServicePrincipal } = input;
  return inspect(context, (tx, organization) => {
    const registered = listParts(tx, organization.id, "member").filter(({ delegations }) =>
      ServicePrincipal === undefined
        ? Object.keys(delegations).length > 0
        : delegations[ServicePrincipal] !== undefined,
    );
    const { items, next } = pageOf(registered, ({ account }) => account, input);
    return {
      DelegatedAdministrators: items.map((each) => {
        const { Paths: _, ...account } = showAccount(tx, organization, each);
        return { ...account, DelegationEnabledDate: new Date(Math.min(...Object.values(each.delegations))) };
      }),
      ...next,
    };
  });
});
