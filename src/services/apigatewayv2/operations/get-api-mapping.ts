// GetApiMapping: one mapping of a domain.

import type { GetApiMappingCommandInput, GetApiMappingCommandOutput } from "@aws-sdk/client-apigatewayv2";
import { requireDomainName } from "../../../service/api-domains/domains.ts";
import { requireMapping } from "../../../service/api-domains/mappings.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { apiMappingShape } from "../domains/shapes.ts";

export const getApiMapping = defineOperation<Input<GetApiMappingCommandInput>, GetApiMappingCommandOutput>(
  "GetApiMapping",
  ({ ApiMappingId, DomainName }, context) =>
    context.store.read((tx) => {
      requireDomainName(tx, context, DomainName);
      return apiMappingShape(requireMapping(tx, context, DomainName, ApiMappingId));
    }),
);
