// AWS CloudTrail: the event history. Table of contents; auditor.ts writes what is looked up here.

import { defineService } from "../../service/service.ts";
import { lookupEvents } from "./operations/lookup-events.ts";
import { permissions } from "./permissions.ts";
import { pruneJob } from "./prune.ts";

export const cloudTrail = defineService({
  id: "cloudtrail",
  operations: [lookupEvents],
  permissions,
  jobs: [pruneJob],
});
