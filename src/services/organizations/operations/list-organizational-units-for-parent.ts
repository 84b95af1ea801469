// ListOrganizationalUnitsForParent: lists the units directly within a root or a unit.

import type {
  ListOrganizationalUnitsForParentCommandInput,
  ListOrganizationalUnitsForParentCommandOutput,
} from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { inspect } from "../organization.ts";
import { pageOf } from "../pages.ts";
import { requireParent, showUnit, unitsIn } from "../tree.ts";

export const listOrganizationalUnitsForParent = defineOperation<
  Input<ListOrganizationalUnitsForParentCommandInput>,
  ListOrganizationalUnitsForParentCommandOutput
>("ListOrganizationalUnitsForParent", (input, context) => {
  return inspect(context, (tx, organization) => {
    requireParent(tx, organization, input.ParentId);
    const { items, next } = pageOf(unitsIn(tx, organization, input.ParentId), ({ id }) => id, input);
    return { OrganizationalUnits: items.map((unit) => showUnit(tx, organization, unit)), ...next };
  });
});
