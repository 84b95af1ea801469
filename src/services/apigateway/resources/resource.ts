// AWS::ApiGateway::Resource.

import type { ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { everyItem, everyPart, ifThere, requiredText, textOf } from "./properties.ts";

/** A part of an API's paths. Ref is its id. */
export const resource: ResourceType = {
  typeName: "AWS::ApiGateway::Resource",
  properties: ["ParentId", "PathPart", "RestApiId"],

  async create(properties, { aws }) {
    const restApiId = requiredText(properties, "RestApiId");
    const parentId = requiredText(properties, "ParentId");
    const pathPart = requiredText(properties, "PathPart");
    // One that has no methods yet is what an interrupted creation left; any other is a conflict, which the API tells.
    const all = await everyItem((of) => aws.apiGateway.getResources({ ...of, restApiId }));
    const present = all.find(
      (one) => one.parentId === parentId && one.pathPart === pathPart && one.resourceMethods === undefined,
    );
    return stateOf(present ?? (await aws.apiGateway.createResource({ restApiId, parentId, pathPart })));
  },

  async read(physicalId, { aws }, known) {
    const restApiId = known === undefined ? undefined : textOf(known, "RestApiId");
    if (restApiId === undefined) return undefined;
    const found = await ifThere(() => aws.apiGateway.getResource({ restApiId, resourceId: physicalId }));
    return found === undefined
      ? undefined
      : { RestApiId: restApiId, ParentId: found.parentId, PathPart: found.pathPart };
  },

  async list(context) {
    const parts = await everyPart(context, (of) => context.aws.apiGateway.getResources(of));
    return parts.flatMap(({ restApiId, part }) =>
      part.parentId === undefined ? [] : [{ RestApiId: restApiId, ResourceId: part.id ?? "" }],
    );
  },

  // Every property replaces it, and it has no tags: an update finds nothing to do.
  update: (physicalId) => Promise.resolve(stateOf({ id: physicalId })),

  async delete(physicalId, properties, { aws }) {
    await ifThere(() =>
      aws.apiGateway.deleteResource({ restApiId: requiredText(properties, "RestApiId"), resourceId: physicalId }),
    );
  },
};

function stateOf({ id = "" }: { readonly id?: string | undefined }): ResourceState {
  return { physicalId: id, attributes: { ResourceId: id } };
}
