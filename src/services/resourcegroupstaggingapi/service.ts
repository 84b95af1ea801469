// AWS Resource Groups Tagging API: what has which tags, over all services. Table of contents.

import { defineService, type ServiceDefinition } from "../../service/service.ts";
import { constraints } from "./constraints.ts";
import { validationError } from "./errors.ts";
import { getResources } from "./operations/get-resources.ts";
import { getTagKeys } from "./operations/get-tag-keys.ts";
import { getTagValues } from "./operations/get-tag-values.ts";
import { tagResources } from "./operations/tag-resources.ts";
import { untagResources } from "./operations/untag-resources.ts";
import { permissions } from "./permissions.ts";
import type { Taggings } from "./resources.ts";

/** The service. `taggings` gives the parts of all other services: it knows none of them by itself. */
export function resourceGroupsTagging(taggings: Taggings): ServiceDefinition {
  return defineService({
    id: "resource-groups-tagging-api",
    operations: [
      getResources(taggings),
      getTagKeys(taggings),
      getTagValues(taggings),
      tagResources(taggings),
      untagResources(taggings),
    ],
    permissions,
    // There are no tag policies, and so no compliance.
    unserved: { GetResources: ["IncludeComplianceDetails", "ExcludeCompliantResources"] },
    constraints,
    validationError,
  });
}
