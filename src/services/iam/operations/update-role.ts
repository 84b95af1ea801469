// UpdateRole: changes a role's description and longest session.

import type { UpdateRoleCommandInput, UpdateRoleCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeEntity, requireUnprotected } from "../entities.ts";

export const updateRole = defineOperation<Input<UpdateRoleCommandInput>, UpdateRoleCommandOutput>(
  "UpdateRole",
  (input, context) => {
    const { RoleName: name, Description: description, MaxSessionDuration: maxSessionSeconds } = input;
    changeEntity(context, "role", name, (role) => {
      // AWS: "Edit a service-linked role description": that is all of it that can be changed.
      if (maxSessionSeconds !== undefined) requireUnprotected(role);
      return {
        ...role,
        ...(description === undefined ? {} : { description }),
        ...(maxSessionSeconds === undefined ? {} : { maxSessionSeconds }),
      };
    });
    return {};
  },
);
