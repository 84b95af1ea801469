// CreateApiMapping: serves a stage of an API, of whatever kind, below a path of a domain.

import type { CreateApiMappingCommandInput, CreateApiMappingCommandOutput } from "@aws-sdk/client-apigatewayv2";
import { requireDomainName } from "../../../service/api-domains/domains.ts";
import { putMapping, requireMappingKey } from "../../../service/api-domains/mappings.ts";
import type { ApiMappingRecord } from "../../../service/api-domains/records.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { newApiId } from "../apis.ts";
import { KEY_TAKEN } from "../domains/mappings.ts";
import { apiMappingShape } from "../domains/shapes.ts";

export const createApiMapping = defineOperation<Input<CreateApiMappingCommandInput>, CreateApiMappingCommandOutput>(
  "CreateApiMapping",
  ({ ApiId: apiId, ApiMappingKey: key = "", DomainName, Stage: stage }, context) => {
    requireMappingKey(key);
    const mapping: ApiMappingRecord = { v: 2, mappingId: newApiId(context.random), key, apiId, stage };
    context.store.write((tx) => {
      const domain = requireDomainName(tx, context, DomainName);
      putMapping(tx, context, domain, mapping, { taken: KEY_TAKEN });
    });
    return apiMappingShape(mapping);
  },
);
