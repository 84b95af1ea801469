// GetApiMappings: a domain's mappings, base path mappings among them.

import type { GetApiMappingsCommandInput, GetApiMappingsCommandOutput } from "@aws-sdk/client-apigatewayv2";
import { requireDomainName } from "../../../service/api-domains/domains.ts";
import { listMappings } from "../../../service/api-domains/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageOf } from "../apis.ts";
import { apiMappingShape } from "../domains/shapes.ts";

export const getApiMappings = defineOperation<Input<GetApiMappingsCommandInput>, GetApiMappingsCommandOutput>(
  "GetApiMappings",
  ({ DomainName, MaxResults, NextToken }, context) => {
    const mappings = context.store.read((tx) => {
      requireDomainName(tx, context, DomainName);
      return listMappings(tx, context, DomainName);
    });
    const { Items, ...page } = pageOf(mappings, MaxResults, NextToken);
    return { ...page, Items: Items.map(apiMappingShape) };
  },
);
