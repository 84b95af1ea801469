// CreateDomainName: a domain under which APIs are served.

import type { CreateDomainNameCommandInput, CreateDomainNameCommandOutput } from "@aws-sdk/client-api-gateway";
import { addDomainName } from "../../../service/api-domains/domains.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { domainNameOf } from "../domain-names.ts";
import { badRequest, limitExceeded } from "../errors.ts";
import { domainNameShape } from "../shapes.ts";
import { requireTags } from "../tags.ts";

export const createDomainName = defineOperation<Input<CreateDomainNameCommandInput>, CreateDomainNameCommandOutput>(
  "CreateDomainName",
  (input, context) => {
    requireTags(input.tags);
    const domain = domainNameOf(input, context, context.random, context.clock.nowMs());
    // AWS: recorded; API Gateway V2 answers a conflict instead.
    context.store.write((tx) => addDomainName(tx, context, domain, { exists: badRequest, tooMany: limitExceeded }));
    return domainNameShape(domain, context);
  },
);
