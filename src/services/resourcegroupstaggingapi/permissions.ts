// What each operation needs. AWS: "Actions, resources, and condition keys for Amazon Resource Group Tagging API". Changing
// tags needs the tagging service's permission besides, which the call to it asks for.

import type { Permissions } from "../../service/service.ts";

const onAll = (action: string) => () => [{ action: `tag:${action}`, resource: "*" }];

export const permissions: Permissions = {
  GetResources: onAll("GetResources"),
  GetTagKeys: onAll("GetTagKeys"),
  GetTagValues: onAll("GetTagValues"),
  TagResources: onAll("TagResources"),
  UntagResources: onAll("UntagResources"),
};
