// ListRoots: lists the one root.

import type { ListRootsCommandInput, ListRootsCommandOutput } from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { inspect } from "../organization.ts";
import { pageOf } from "../pages.ts";
import { showRoot } from "../tree.ts";

export const listRoots = defineOperation<Input<ListRootsCommandInput>, ListRootsCommandOutput>(
  "ListRoots",
  (input, context) => {
    return inspect(context, (_tx, organization) => {
      const { items, next } = pageOf([organization], ({ rootId }) => rootId, input);
      return { Roots: items.map(showRoot), ...next };
    });
  },
);
