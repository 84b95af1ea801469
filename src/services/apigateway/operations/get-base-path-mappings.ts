// GetBasePathMappings: a domain's mappings.

import type { GetBasePathMappingsCommandInput, GetBasePathMappingsCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireDomainName } from "../domain-names.ts";
import { pageOf } from "../pages.ts";
import { listBasePathMappings } from "../repo.ts";

export const getBasePathMappings = defineOperation<
  Input<GetBasePathMappingsCommandInput>,
  GetBasePathMappingsCommandOutput
>("GetBasePathMappings", (input, context) => {
  const mappings = context.store.read((tx) => {
    requireDomainName(tx, context, input.domainName);
    return listBasePathMappings(tx, context, input.domainName);
  });
  const { items, position } = pageOf(mappings, input);
  return { items: items.map(({ basePath, restApiId, stage }) => ({ basePath, restApiId, stage })), position };
});
