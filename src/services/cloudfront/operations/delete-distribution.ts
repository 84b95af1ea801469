// DeleteDistribution: removes a distribution that has been disabled.

import type { DeleteDistributionCommandInput, DeleteDistributionCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireDistribution } from "../distributions.ts";
import { forgetDistribution } from "../edge/cache/caches.ts";
import { fault } from "../errors.ts";
import { requireVersion } from "../ids.ts";
import { removeDistribution } from "../repo.ts";

export const deleteDistribution = defineOperation<
  Input<DeleteDistributionCommandInput>,
  DeleteDistributionCommandOutput
>("DeleteDistribution", ({ Id, IfMatch }, { store, account }) => {
  store.write((tx) => {
    const record = requireDistribution(tx, account, Id);
    requireVersion(record.etag, IfMatch);
    // AWS: the change that disabled it has to be deployed, too.
    if (record.config.Enabled === true || record.status !== "Deployed") throw fault("DistributionNotDisabled");
    removeDistribution(tx, record);
  });
  forgetDistribution(store, Id);
  return {};
});
