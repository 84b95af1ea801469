// PutUserPermissionsBoundary: limits what the policies of a user can allow.

import type {
  PutUserPermissionsBoundaryCommandInput,
  PutUserPermissionsBoundaryCommandOutput,
} from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { putBoundary } from "../entities.ts";

export const putUserPermissionsBoundary = defineOperation<
  Input<PutUserPermissionsBoundaryCommandInput>,
  PutUserPermissionsBoundaryCommandOutput
>("PutUserPermissionsBoundary", (input, context) => {
  putBoundary(context, "user", input.UserName, input.PermissionsBoundary);
  return {};
});
