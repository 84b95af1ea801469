// GetDomainName: one custom domain.

import type { GetDomainNameCommandInput, GetDomainNameCommandOutput } from "@aws-sdk/client-api-gateway";
import { requireDomainName } from "../../../service/api-domains/domains.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { domainNameShape } from "../shapes.ts";

export const getDomainName = defineOperation<Input<GetDomainNameCommandInput>, GetDomainNameCommandOutput>(
  "GetDomainName",
  (input, context) => {
    return domainNameShape(
      context.store.read((tx) => requireDomainName(tx, context, input.domainName)),
      context,
    );
  },
);
