// CreateBasePathMapping: serves an API, or one of its stages, below a base path of a domain.

import type {
  CreateBasePathMappingCommandInput,
  CreateBasePathMappingCommandOutput,
} from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { basePathOf, requireDomainName, requireMappingIsSound } from "../domain-names.ts";
import { conflict, limitExceeded } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import type { BasePathMappingRecord } from "../records.ts";
import { listBasePathMappings, saveBasePathMapping } from "../repo.ts";

export const createBasePathMapping = defineOperation<
  Input<CreateBasePathMappingCommandInput>,
  CreateBasePathMappingCommandOutput
>("CreateBasePathMapping", (input, context) => {
  const { domainName, restApiId, stage } = input;
  const mapping: BasePathMappingRecord = { v: 1, basePath: basePathOf(input.basePath), restApiId, stage };
  context.store.write((tx) => {
    requireDomainName(tx, context, domainName);
    requireMappingIsSound(tx, context, mapping);
    const mappings = listBasePathMappings(tx, context, domainName);
    if (mappings.some(({ basePath }) => basePath === mapping.basePath))
      throw conflict("Base path already exists for this domain name");
    if (mappings.length >= LIMITS.basePathMappings)
      throw limitExceeded("Maximum number of base path mappings for this domain name has been reached");
    saveBasePathMapping(tx, context, domainName, mapping);
  });
  return { basePath: mapping.basePath, restApiId, stage };
});
