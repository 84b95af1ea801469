// GetRole: describes a role.

import type { GetRoleCommandInput, GetRoleCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { readEntity } from "../entities.ts";
import { roleView } from "../views.ts";

export const getRole = defineOperation<Input<GetRoleCommandInput>, GetRoleCommandOutput>(
  "GetRole",
  (input, context) => {
    return { Role: roleView(context.account, readEntity(context, "role", input.RoleName)) };
  },
);
