// UpdateRoleDescription: changes a role's description; UpdateRole has taken its place.

import type { UpdateRoleDescriptionCommandInput, UpdateRoleDescriptionCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeEntity, readEntity } from "../entities.ts";
import { roleView } from "../views.ts";

export const updateRoleDescription = defineOperation<
  Input<UpdateRoleDescriptionCommandInput>,
  UpdateRoleDescriptionCommandOutput
>("UpdateRoleDescription", (input, context) => {
  const { RoleName: name, Description: description } = input;
  changeEntity(context, "role", name, (role) => ({ ...role, description }));
  return { Role: roleView(context.account, readEntity(context, "role", name)) };
});
