// CreateDomainName: a name of the customer's own, under which APIs are served.

import type { CreateDomainNameCommandInput, CreateDomainNameCommandOutput } from "@aws-sdk/client-apigatewayv2";
import { addDomainName } from "../../../service/api-domains/domains.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { newDomainName } from "../domains/domain-names.ts";
import { domainNameShape } from "../domains/shapes.ts";
import { conflict, tooManyRequests } from "../errors.ts";

export const createDomainName = defineOperation<Input<CreateDomainNameCommandInput>, CreateDomainNameCommandOutput>(
  "CreateDomainName",
  (input, context) => {
    const domain = newDomainName(input, context);
    context.store.write((tx) => addDomainName(tx, context, domain, { exists: conflict, tooMany: tooManyRequests }));
    return domainNameShape(domain, context);
  },
);
