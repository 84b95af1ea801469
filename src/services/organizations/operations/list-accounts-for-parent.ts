// ListAccountsForParent: lists the accounts directly within a root or a unit.

import type {
  ListAccountsForParentCommandInput,
  ListAccountsForParentCommandOutput,
} from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { inspect } from "../organization.ts";
import { pageOf } from "../pages.ts";
import { membersIn, requireParent, showAccount } from "../tree.ts";

export const listAccountsForParent = defineOperation<
  Input<ListAccountsForParentCommandInput>,
  ListAccountsForParentCommandOutput
>("ListAccountsForParent", (input, context) => {
  return inspect(context, (tx, organization) => {
    requireParent(tx, organization, input.ParentId);
    const { items, next } = pageOf(membersIn(tx, organization, input.ParentId), ({ account }) => account, input);
    return { Accounts: items.map((each) => showAccount(tx, organization, each)), ...next };
  });
});
