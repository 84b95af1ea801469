// CreateDomainName: a domain under which APIs are served.

import type { CreateDomainNameCommandInput, CreateDomainNameCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { domainNameOf } from "../domain-names.ts";
import { badRequest, limitExceeded } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import { listDomainNames, loadDomainOwner, saveDomainName } from "../repo.ts";
import { domainNameShape } from "../shapes.ts";
import { requireTags } from "../tags.ts";

export const createDomainName = defineOperation<Input<CreateDomainNameCommandInput>, CreateDomainNameCommandOutput>(
  "CreateDomainName",
  (input, context) => {
    requireTags(input.tags);
    const domain = domainNameOf(input, context, context.random, context.clock.nowMs());
    context.store.write((tx) => {
      // AWS: a name belongs to one account in the whole of a partition's region.
      if (loadDomainOwner(tx, domain.domainName) !== undefined)
        throw badRequest("The domain name you provided already exists.");
      if (listDomainNames(tx, context).length >= LIMITS.domainNames)
        throw limitExceeded("Maximum number of domain names for this account has been reached");
      saveDomainName(tx, context, domain);
    });
    return domainNameShape(domain, context);
  },
);
