// DeleteOrganizationalUnit: deletes a unit that is empty.

import type {
  DeleteOrganizationalUnitCommandInput,
  DeleteOrganizationalUnitCommandOutput,
} from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { unitNotEmpty } from "../errors.ts";
import { manage } from "../organization.ts";
import { detachAll } from "../policies.ts";
import { removePart } from "../repo.ts";
import { membersIn, requireUnit, unitsIn } from "../tree.ts";

export const deleteOrganizationalUnit = defineOperation<
  Input<DeleteOrganizationalUnitCommandInput>,
  DeleteOrganizationalUnitCommandOutput
>("DeleteOrganizationalUnit", (input, context) => {
  manage(context, (tx, organization) => {
    const { id } = requireUnit(tx, organization, input.OrganizationalUnitId);
    if (unitsIn(tx, organization, id).length > 0 || membersIn(tx, organization, id).length > 0) throw unitNotEmpty();
    detachAll(tx, organization, id);
    removePart(tx, organization.id, "unit", id);
  });
  return {};
});
