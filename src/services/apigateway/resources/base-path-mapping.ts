// AWS::ApiGateway::BasePathMapping.

import type { ResourceType } from "../../../service/resource-type.ts";
import { defined, everyItem, ifThere, replacements, requiredText, textOf } from "./properties.ts";

/** An API below a base path of a domain. Ref is "DOMAIN|BASE_PATH". */
export const basePathMapping: ResourceType = {
  typeName: "AWS::ApiGateway::BasePathMapping",
  properties: ["BasePath", "DomainName", "RestApiId", "Stage"],

  async create(properties, { aws }) {
    const domainName = requiredText(properties, "DomainName");
    const basePath = textOf(properties, "BasePath") ?? "";
    const restApiId = requiredText(properties, "RestApiId");
    const stage = textOf(properties, "Stage");
    const physicalId = `${domainName}|${basePath === "" ? "(none)" : basePath}`;
    const present = await ifThere(() => aws.apiGateway.getBasePathMapping(placeIn(physicalId)));
    // The very same is what an interrupted creation left; any other is a conflict, which the API tells.
    if (present?.restApiId !== restApiId || present.stage !== stage)
      await aws.apiGateway.createBasePathMapping({ domainName, basePath, restApiId, stage });
    return { physicalId, attributes: {} };
  },

  async read(physicalId, { aws }) {
    const place = placeIn(physicalId);
    const found = await ifThere(() => aws.apiGateway.getBasePathMapping(place));
    if (found === undefined) return undefined;
    return defined({
      DomainName: place.domainName,
      BasePath: found.basePath === "(none)" ? "" : found.basePath,
      RestApiId: found.restApiId,
      Stage: found.stage,
    });
  },

  async list({ aws }) {
    const found: { DomainName: string; BasePath: string }[] = [];
    for (const { domainName = "" } of await everyItem((of) => aws.apiGateway.getDomainNames(of))) {
      const mappings = await everyItem((of) => aws.apiGateway.getBasePathMappings({ ...of, domainName }));
      // Paths of several levels are known to API Gateway V2 only.
      const own = mappings.filter(({ basePath = "" }) => !basePath.includes("/"));
      found.push(...own.map(({ basePath = "" }) => ({ DomainName: domainName, BasePath: basePath })));
    }
    return found;
  },

  async update(physicalId, properties, previous, { aws }) {
    const patchOperations = replacements(properties, previous, { RestApiId: "/restapiId", Stage: "/stage" });
    if (patchOperations.length > 0)
      await aws.apiGateway.updateBasePathMapping({ ...placeIn(physicalId), patchOperations });
    return { physicalId, attributes: {} };
  },

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.apiGateway.deleteBasePathMapping(placeIn(physicalId)));
  },
};

function placeIn(physicalId: string): { readonly domainName: string; readonly basePath: string } {
  const [domainName = "", basePath = ""] = physicalId.split("|");
  return { domainName, basePath: basePath === "" ? "(none)" : basePath };
}
