// UpdateBasePathMapping: changes a mapping by a patch.

import type {
  UpdateBasePathMappingCommandInput,
  UpdateBasePathMappingCommandOutput,
} from "@aws-sdk/client-api-gateway";
import { requireDomainName } from "../../../service/api-domains/domains.ts";
import { putMapping } from "../../../service/api-domains/mappings.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import {
  basePathMappingShape,
  mappingRecordOf,
  patchedMapping,
  requireBasePathMapping,
  requireRestApi,
} from "../domain-names.ts";

export const updateBasePathMapping = defineOperation<
  Input<UpdateBasePathMappingCommandInput>,
  UpdateBasePathMappingCommandOutput
>("UpdateBasePathMapping", (input, context) => {
  const { domainName, patchOperations } = input;
  const mapping = context.store.write((tx) => {
    const previous = requireBasePathMapping(tx, context, domainName, input.basePath);
    const patched = patchedMapping(basePathMappingShape(previous), patchOperations);
    requireRestApi(tx, context, patched.restApiId);
    const changed = mappingRecordOf(patched, previous.mappingId);
    const taken = "Base path already exists for this domain name";
    putMapping(tx, context, requireDomainName(tx, context, domainName), changed, { previous, taken });
    return changed;
  });
  return basePathMappingShape(mapping);
});
