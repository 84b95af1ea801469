// CreateBasePathMapping: serves an API, or one of its stages, below a base path of a domain.

import type {
  CreateBasePathMappingCommandInput,
  CreateBasePathMappingCommandOutput,
} from "@aws-sdk/client-api-gateway";
import { requireDomainName } from "../../../service/api-domains/domains.ts";
import { putMapping } from "../../../service/api-domains/mappings.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import {
  basePathMappingShape,
  basePathOf,
  mappingRecordOf,
  requireRestApi,
  requireRoomForMapping,
} from "../domain-names.ts";
import { newId } from "../finding.ts";

export const createBasePathMapping = defineOperation<
  Input<CreateBasePathMappingCommandInput>,
  CreateBasePathMappingCommandOutput
>("CreateBasePathMapping", (input, context) => {
  const { domainName, restApiId, stage } = input;
  const mapping = mappingRecordOf(
    { basePath: basePathOf(input.basePath), restApiId, ...(stage === undefined ? {} : { stage }) },
    newId(context.random),
  );
  context.store.write((tx) => {
    const domain = requireDomainName(tx, context, domainName);
    requireRestApi(tx, context, restApiId);
    requireRoomForMapping(tx, context, domainName);
    putMapping(tx, context, domain, mapping, { taken: "Base path already exists for this domain name" });
  });
  return basePathMappingShape(mapping);
});
