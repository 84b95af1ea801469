// UpdateRole: changes a role's description and longest session.

import type { UpdateRoleCommandInput, UpdateRoleCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeEntity } from "../entities.ts";

export const updateRole = defineOperation<Input<UpdateRoleCommandInput>, UpdateRoleCommandOutput>(
  "UpdateRole",
  (input, context) => {
    const { RoleName: name, Description: description, MaxSessionDuration: maxSessionSeconds } = input;
    changeEntity(context, "role", name, (role) => ({
      ...role,
      ...(description === undefined ? {} : { description }),
      ...(maxSessionSeconds === undefined ? {} : { maxSessionSeconds }),
    }));
    return {};
  },
);
