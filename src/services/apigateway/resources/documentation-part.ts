// AWS::ApiGateway::DocumentationPart.

import type { DocumentationPartLocation } from "@aws-sdk/client-api-gateway";
import type { Properties, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import {
  capitalized,
  defined,
  everyItem,
  everyPart,
  ifThere,
  nodeOf,
  replacements,
  requiredText,
  textOf,
} from "./properties.ts";

/** A text about one of an API's entities. Ref is its id. */
export const documentationPart: ResourceType = {
  typeName: "AWS::ApiGateway::DocumentationPart",
  properties: ["Location", "Properties", "RestApiId"],

  async create(properties, { aws }) {
    const restApiId = requiredText(properties, "RestApiId");
    const text = requiredText(properties, "Properties");
    const location = locationOf(properties);
    const all = await everyItem((of) => aws.apiGateway.getDocumentationParts({ ...of, restApiId }));
    // The very same is what an interrupted creation left; any other at this place is a conflict, which the API tells.
    const present = all.find(
      (part) =>
        part.properties === text &&
        Object.entries(location).every(
          ([name, value]) =>
            value === undefined ||
            Object.entries(part.location ?? {}).some(([other, its]) => other === name && its === value),
        ),
    );
    return stateOf(
      present ?? (await aws.apiGateway.createDocumentationPart({ restApiId, location, properties: text })),
    );
  },

  async read(physicalId, { aws }, known) {
    const restApiId = known === undefined ? undefined : textOf(known, "RestApiId");
    if (restApiId === undefined) return undefined;
    const found = await ifThere(() =>
      aws.apiGateway.getDocumentationPart({ restApiId, documentationPartId: physicalId }),
    );
    if (found === undefined) return undefined;
    return defined({ RestApiId: restApiId, Location: capitalized(found.location), Properties: found.properties });
  },

  async list(context) {
    const parts = await everyPart(context, (of) => context.aws.apiGateway.getDocumentationParts(of));
    return parts.map(({ restApiId, part }) => ({ DocumentationPartId: part.id ?? "", RestApiId: restApiId }));
  },

  attributesOf: (physicalId) => ({ DocumentationPartId: physicalId }),

  async update(physicalId, properties, previous, { aws }) {
    const patchOperations = replacements(properties, previous, { Properties: "/properties" });
    const restApiId = requiredText(properties, "RestApiId");
    if (patchOperations.length > 0)
      await aws.apiGateway.updateDocumentationPart({ restApiId, documentationPartId: physicalId, patchOperations });
    return stateOf({ id: physicalId });
  },

  async delete(physicalId, properties, { aws }) {
    const restApiId = requiredText(properties, "RestApiId");
    await ifThere(() => aws.apiGateway.deleteDocumentationPart({ restApiId, documentationPartId: physicalId }));
  },
};

function locationOf(properties: Properties): DocumentationPartLocation {
  const node = nodeOf(properties, "Location") ?? {};
  return {
    // The API refuses what is no type.
    type: textOf(node, "Type") as DocumentationPartLocation["type"],
    path: textOf(node, "Path"),
    method: textOf(node, "Method"),
    statusCode: textOf(node, "StatusCode"),
    name: textOf(node, "Name"),
  };
}

function stateOf({ id = "" }: { readonly id?: string | undefined }): ResourceState {
  return { physicalId: id, attributes: { DocumentationPartId: id } };
}
