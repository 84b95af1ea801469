// CreateOrganizationalUnit: makes a unit within a root or a unit.

import type {
  CreateOrganizationalUnitCommandInput,
  CreateOrganizationalUnitCommandOutput,
} from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { constraintViolation, duplicateUnit } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import { newUnitId } from "../names.ts";
import { manage } from "../organization.ts";
import { attachDefaults } from "../policies.ts";
import type { UnitRecord } from "../records.ts";
import { listParts, savePart, saveTags } from "../repo.ts";
import { readTags } from "../tags.ts";
import { pathTo, requireParent, showUnit, unitsIn } from "../tree.ts";

export const createOrganizationalUnit = defineOperation<
  Input<CreateOrganizationalUnitCommandInput>,
  CreateOrganizationalUnitCommandOutput
>("CreateOrganizationalUnit", (input, context) => {
  const { Name: name, ParentId: parentId, Tags } = input;
  const tags = readTags(Tags);
  return manage(context, (tx, organization) => {
    requireParent(tx, organization, parentId);
    if (unitsIn(tx, organization, parentId).some((unit) => unit.name === name)) throw duplicateUnit();
    if (listParts(tx, organization.id, "unit").length >= LIMITS.units)
      throw constraintViolation("You have exceeded the number of OUs that you can have.", "OU_NUMBER_LIMIT_EXCEEDED");
    if (pathTo(tx, organization, parentId).length > LIMITS.depth)
      throw constraintViolation("You have exceeded the depth of OUs that you can have.", "OU_DEPTH_LIMIT_EXCEEDED");
    const unit: UnitRecord = { v: 1, id: newUnitId(context.random, organization.rootId), name, parentId };
    savePart(tx, organization.id, "unit", unit);
    saveTags(tx, organization.id, unit.id, tags);
    attachDefaults(tx, organization, unit.id);
    return { OrganizationalUnit: showUnit(tx, organization, unit) };
  });
});
