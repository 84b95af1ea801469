// DeleteUserPermissionsBoundary: takes that limit off a user.

import type {
  DeleteUserPermissionsBoundaryCommandInput,
  DeleteUserPermissionsBoundaryCommandOutput,
} from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { deleteBoundary } from "../entities.ts";

export const deleteUserPermissionsBoundary = defineOperation<
  Input<DeleteUserPermissionsBoundaryCommandInput>,
  DeleteUserPermissionsBoundaryCommandOutput
>("DeleteUserPermissionsBoundary", (input, context) => {
  deleteBoundary(context, "user", input.UserName);
  return {};
});
