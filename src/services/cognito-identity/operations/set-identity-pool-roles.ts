// SetIdentityPoolRoles: replaces the roles of a pool, and how they are chosen.

import type {
  SetIdentityPoolRolesCommandInput,
  SetIdentityPoolRolesCommandOutput,
} from "@aws-sdk/client-cognito-identity";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { updatePool } from "../pools.ts";
import { requireMapping } from "../role-mappings.ts";

export const setIdentityPoolRoles = defineOperation<
  Input<SetIdentityPoolRolesCommandInput>,
  SetIdentityPoolRolesCommandOutput
>("SetIdentityPoolRoles", (input, context) => {
  const roleMappings = input.RoleMappings ?? {};
  for (const mapping of Object.values(roleMappings)) requireMapping(mapping);
  updatePool(context, input.IdentityPoolId, (pool) => ({ ...pool, roles: input.Roles, roleMappings }));
  return {};
});
