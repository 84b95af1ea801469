// UpdateDomainName: changes what is given of a domain's configuration.

import type { UpdateDomainNameCommandInput, UpdateDomainNameCommandOutput } from "@aws-sdk/client-apigatewayv2";
import { requireCertificates, requireDomainName } from "../../../service/api-domains/domains.ts";
import { saveDomainName } from "../../../service/api-domains/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changedDomainName } from "../domains/domain-names.ts";
import { domainNameShape } from "../domains/shapes.ts";

export const updateDomainName = defineOperation<Input<UpdateDomainNameCommandInput>, UpdateDomainNameCommandOutput>(
  "UpdateDomainName",
  (input, context) => {
    const domain = context.store.write((tx) => {
      const before = requireDomainName(tx, context, input.DomainName);
      const changed = changedDomainName(before, input);
      requireCertificates(tx, context, changed, before);
      saveDomainName(tx, context, changed);
      return changed;
    });
    return domainNameShape(domain, context);
  },
);
