// ListParents: tells what a unit or an account is directly within.

import type { ListParentsCommandInput, ListParentsCommandOutput } from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { childNotFound } from "../errors.ts";
import { inspect } from "../organization.ts";
import { pageOf } from "../pages.ts";
import { loadPart } from "../repo.ts";

export const listParents = defineOperation<Input<ListParentsCommandInput>, ListParentsCommandOutput>(
  "ListParents",
  (input, context) => {
    return inspect(context, (tx, organization) => {
      const { id } = organization;
      const child = loadPart(tx, id, "member", input.ChildId) ?? loadPart(tx, id, "unit", input.ChildId);
      if (child === undefined) throw childNotFound();
      const { items, next } = pageOf([child.parentId], (parentId) => parentId, input);
      return {
        Parents: items.map((Id) => ({ Id, Type: Id === organization.rootId ? "ROOT" : "ORGANIZATIONAL_UNIT" })),
        ...next,
      };
    });
  },
);
