// AddCustomAttributes: adds attributes to the schema of a pool, for ever.

import type {
  AddCustomAttributesCommandInput,
  AddCustomAttributesCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { addCustom } from "../attributes.ts";
import { updatePool } from "../pools.ts";

export const addCustomAttributes = defineOperation<
  Input<AddCustomAttributesCommandInput>,
  AddCustomAttributesCommandOutput
>("AddCustomAttributes", ({ UserPoolId, CustomAttributes }, context) => {
  updatePool(context, UserPoolId, (pool) => ({ ...pool, schema: addCustom(pool.schema, CustomAttributes) }));
  return {};
});
