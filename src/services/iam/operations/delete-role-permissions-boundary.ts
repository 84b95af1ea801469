// DeleteRolePermissionsBoundary: takes that limit off a role.

import type {
  DeleteRolePermissionsBoundaryCommandInput,
  DeleteRolePermissionsBoundaryCommandOutput,
} from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { deleteBoundary } from "../entities.ts";

export const deleteRolePermissionsBoundary = defineOperation<
  Input<DeleteRolePermissionsBoundaryCommandInput>,
  DeleteRolePermissionsBoundaryCommandOutput
>("DeleteRolePermissionsBoundary", (input, context) => {
  deleteBoundary(context, "role", input.RoleName);
  return {};
});
