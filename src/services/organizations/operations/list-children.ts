// ListChildren: lists the ids of the units, or of the accounts, directly within a root or a unit.

import type { ListChildrenCommandInput, ListChildrenCommandOutput } from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { inspect } from "../organization.ts";
import { pageOf } from "../pages.ts";
import { membersIn, requireParent, unitsIn } from "../tree.ts";

export const listChildren = defineOperation<Input<ListChildrenCommandInput>, ListChildrenCommandOutput>(
  "ListChildren",
  (input, context) => {
    return inspect(context, (tx, organization) => {
      requireParent(tx, organization, input.ParentId);
      const ids =
        input.ChildType === "ACCOUNT"
          ? membersIn(tx, organization, input.ParentId).map(({ account }) => account)
          : unitsIn(tx, organization, input.ParentId).map(({ id }) => id);
      const { items, next } = pageOf(ids, (id) => id, input);
      return { Children: items.map((Id) => ({ Id, Type: input.ChildType })), ...next };
    });
  },
);
