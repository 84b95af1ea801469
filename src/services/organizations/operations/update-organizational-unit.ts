// UpdateOrganizationalUnit: gives a unit another name.

import type {
  UpdateOrganizationalUnitCommandInput,
  UpdateOrganizationalUnitCommandOutput,
} from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { duplicateUnit } from "../errors.ts";
import { manage } from "../organization.ts";
import { savePart } from "../repo.ts";
import { requireUnit, showUnit, unitsIn } from "../tree.ts";

export const updateOrganizationalUnit = defineOperation<
  Input<UpdateOrganizationalUnitCommandInput>,
  UpdateOrganizationalUnitCommandOutput
>("UpdateOrganizationalUnit", (input, context) => {
  return manage(context, (tx, organization) => {
    const unit = requireUnit(tx, organization, input.OrganizationalUnitId);
    const { Name: name = unit.name } = input;
    const others = unitsIn(tx, organization, unit.parentId).filter(({ id }) => id !== unit.id);
    if (others.some((each) => each.name === name)) throw duplicateUnit();
    const renamed = { ...unit, name };
    savePart(tx, organization.id, "unit", renamed);
    return { OrganizationalUnit: showUnit(tx, organization, renamed) };
  });
});
