// What each operation needs. AWS: "Actions, resources, and condition keys for AWS CloudTrail".

import type { Permissions } from "../../service/service.ts";

export const permissions: Permissions = {
  LookupEvents: () => [{ action: "cloudtrail:LookupEvents", resource: "*" }],
};
