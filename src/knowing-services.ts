// The services that know what all others have: CloudFormation their resource types, the tagging API their tags. They read in all others first;
// what has rows later was read in to write them.

import type { ServiceEntry } from "./service/service-entry.ts";
import type { Registry } from "./service/registry.ts";
import type { ResourceType } from "./service/resource-type.ts";

/** Their entries. `registry` is asked when one of them is read in: it is made of these. */
export function knowingServices(
  registry: () => Registry,
  types: {
    /** Of the user's own. */
    readonly own: readonly ResourceType[];
    /** That stand in for those of the services, in tests. */
    readonly instead: readonly ResourceType[];
  },
): readonly ServiceEntry[] {
  const { own, instead } = types;
  const first = new Map([...own, ...instead].map((type) => [type.typeName, type]));
  return [
    {
      id: "cloudformation",
      isAsked: true,
      // Stack sets follow an organization's accounts.
      askedFor: ["organizations"],
      hasDoors: true,
      hasBlobs: true,
      async load() {
        const all = registry();
        const [{ cloudFormation }] = await Promise.all([import("./services/cloudformation/service.ts"), all.loadAll()]);
        return cloudFormation(
          (typeName) => first.get(typeName) ?? all.resourceType(typeName),
          () => [...all.resourceTypes, ...own],
        );
      },
    },
    {
      id: "resource-groups-tagging-api",
      async load() {
        const all = registry();
        const { resourceGroupsTagging } = await import("./services/resourcegroupstaggingapi/service.ts");
        // Which reads in all others.
        await all.load("cloudformation");
        return resourceGroupsTagging(() => all.services.flatMap((service) => service.tagging ?? []));
      },
    },
  ];
}
