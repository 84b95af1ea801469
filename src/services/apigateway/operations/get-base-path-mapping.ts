// GetBasePathMapping: one mapping of a domain.

import type { GetBasePathMappingCommandInput, GetBasePathMappingCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { basePathMappingShape, requireBasePathMapping } from "../domain-names.ts";

export const getBasePathMapping = defineOperation<
  Input<GetBasePathMappingCommandInput>,
  GetBasePathMappingCommandOutput
>("GetBasePathMapping", (input, context) => {
  const mapping = context.store.read((tx) => requireBasePathMapping(tx, context, input.domainName, input.basePath));
  return basePathMappingShape(mapping);
});
