// UpdateApiMapping: leads a mapping to another API or stage, or gives it another path.

import type { UpdateApiMappingCommandInput, UpdateApiMappingCommandOutput } from "@aws-sdk/client-apigatewayv2";
import { requireDomainName } from "../../../service/api-domains/domains.ts";
import { putMapping, requireMapping, requireMappingKey } from "../../../service/api-domains/mappings.ts";
import type { ApiMappingRecord } from "../../../service/api-domains/records.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { KEY_TAKEN } from "../domains/mappings.ts";
import { apiMappingShape } from "../domains/shapes.ts";

export const updateApiMapping = defineOperation<Input<UpdateApiMappingCommandInput>, UpdateApiMappingCommandOutput>(
  "UpdateApiMapping",
  ({ ApiId: apiId, ApiMappingId, ApiMappingKey, DomainName, Stage }, context) => {
    if (ApiMappingKey !== undefined) requireMappingKey(ApiMappingKey);
    const mapping = context.store.write((tx) => {
      const domain = requireDomainName(tx, context, DomainName);
      const previous = requireMapping(tx, context, DomainName, ApiMappingId);
      const stage = Stage ?? previous.stage;
      const changed: ApiMappingRecord = { ...previous, apiId, key: ApiMappingKey ?? previous.key, stage };
      putMapping(tx, context, domain, changed, { previous, taken: KEY_TAKEN });
      return changed;
    });
    return apiMappingShape(mapping);
  },
);
