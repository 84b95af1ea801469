// What each operation needs. AWS: "Actions, resources, and condition keys for AWS IAM Access Analyzer".

import type { Permissions } from "../../service/service.ts";

const onEverything = (action: string) => () => [{ action: `access-analyzer:${action}`, resource: "*" }];

export const permissions: Permissions = {
  CheckAccessNotGranted: onEverything("CheckAccessNotGranted"),
  CheckNoNewAccess: onEverything("CheckNoNewAccess"),
  CheckNoPublicAccess: onEverything("CheckNoPublicAccess"),
  ValidatePolicy: onEverything("ValidatePolicy"),
};
