// GetIdentityPoolRoles: the roles of a pool, and how they are chosen.

import type {
  GetIdentityPoolRolesCommandInput,
  GetIdentityPoolRolesCommandOutput,
} from "@aws-sdk/client-cognito-identity";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePool } from "../pools.ts";

export const getIdentityPoolRoles = defineOperation<
  Input<GetIdentityPoolRolesCommandInput>,
  GetIdentityPoolRolesCommandOutput
>("GetIdentityPoolRoles", (input, context) => {
  const pool = context.store.read((tx) => requirePool(tx, context, input.IdentityPoolId));
  return {
    IdentityPoolId: pool.poolId,
    Roles: { ...pool.roles },
    ...(Object.keys(pool.roleMappings).length > 0 && { RoleMappings: { ...pool.roleMappings } }),
  };
});
