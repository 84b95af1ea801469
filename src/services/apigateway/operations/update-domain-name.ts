// UpdateDomainName: changes a domain by a patch.

import type { UpdateDomainNameCommandInput, UpdateDomainNameCommandOutput } from "@aws-sdk/client-api-gateway";
import { requireCertificates, requireDomainName } from "../../../service/api-domains/domains.ts";
import { saveDomainName } from "../../../service/api-domains/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { patchedDomainName } from "../domain-names.ts";
import { domainNameShape } from "../shapes.ts";

export const updateDomainName = defineOperation<Input<UpdateDomainNameCommandInput>, UpdateDomainNameCommandOutput>(
  "UpdateDomainName",
  (input, context) => {
    const domain = context.store.write((tx) => {
      const made = { scope: context, random: context.random, nowMs: context.clock.nowMs() };
      const before = requireDomainName(tx, context, input.domainName);
      const changed = patchedDomainName(before, input.patchOperations, made);
      requireCertificates(tx, context, changed, before);
      saveDomainName(tx, context, changed);
      return changed;
    });
    return domainNameShape(domain, context);
  },
);
