// GetBasePathMappings: a domain's mappings.

import type { GetBasePathMappingsCommandInput, GetBasePathMappingsCommandOutput } from "@aws-sdk/client-api-gateway";
import { requireDomainName } from "../../../service/api-domains/domains.ts";
import { listMappings } from "../../../service/api-domains/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { basePathMappingShape } from "../domain-names.ts";
import { pageOf } from "../pages.ts";

export const getBasePathMappings = defineOperation<
  Input<GetBasePathMappingsCommandInput>,
  GetBasePathMappingsCommandOutput
>("GetBasePathMappings", (input, context) => {
  const mappings = context.store.read((tx) => {
    requireDomainName(tx, context, input.domainName);
    return listMappings(tx, context, input.domainName);
  });
  const { items, position } = pageOf(mappings, input);
  return { items: items.map(basePathMappingShape), position };
});
