// Lengths and counts. AWS: the service model.

import type { Constraints } from "../../service/constraints.ts";

const token = { length: [0, 2_048] } as const;
const key = { length: [1, 128] } as const;
const arn = { length: [1, 1_011] } as const;

export const constraints: Constraints = {
  GetResources: {
    PaginationToken: token,
    TagFilters: { length: [0, 50] },
    "TagFilters.member.Key": key,
    "TagFilters.member.Values": { length: [0, 20] },
    "TagFilters.member.Values.member": { length: [0, 256] },
    "ResourceTypeFilters.member": { length: [0, 256] },
    ResourceARNList: { length: [1, 100] },
    "ResourceARNList.member": arn,
  },
  GetTagKeys: { PaginationToken: token },
  GetTagValues: { PaginationToken: token, Key: key },
  TagResources: {
    ResourceARNList: { length: [1, 20] },
    "ResourceARNList.member": arn,
    Tags: { length: [1, 50] },
    "Tags.key": key,
    "Tags.value": { length: [0, 256] },
  },
  UntagResources: {
    ResourceARNList: { length: [1, 20] },
    "ResourceARNList.member": arn,
    TagKeys: { length: [1, 50] },
    "TagKeys.member": key,
  },
};
