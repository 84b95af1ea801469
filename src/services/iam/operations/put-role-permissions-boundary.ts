// PutRolePermissionsBoundary: limits what the policies of a role can allow.

import type {
  PutRolePermissionsBoundaryCommandInput,
  PutRolePermissionsBoundaryCommandOutput,
} from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { putBoundary } from "../entities.ts";

export const putRolePermissionsBoundary = defineOperation<
  Input<PutRolePermissionsBoundaryCommandInput>,
  PutRolePermissionsBoundaryCommandOutput
>("PutRolePermissionsBoundary", (input, context) => {
  putBoundary(context, "role", input.RoleName, input.PermissionsBoundary);
  return {};
});
