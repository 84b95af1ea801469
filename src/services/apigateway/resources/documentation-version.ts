// AWS::ApiGateway::DocumentationVersion.

import type { ResourceType } from "../../../service/resource-type.ts";
import { defined, everyPart, ifThere, replacements, requiredText, textOf } from "./properties.ts";

/** An API's documentation at a moment. Ref is "VERSION|API". */
export const documentationVersion: ResourceType = {
  typeName: "AWS::ApiGateway::DocumentationVersion",
  properties: ["Description", "DocumentationVersion", "RestApiId"],

  async create(properties, { aws }) {
    const restApiId = requiredText(properties, "RestApiId");
    const version = requiredText(properties, "DocumentationVersion");
    const description = textOf(properties, "Description");
    const present = await ifThere(() =>
      aws.apiGateway.getDocumentationVersion({ restApiId, documentationVersion: version }),
    );
    // The very same is what an interrupted creation left; any other is a conflict, which the API tells.
    if (present === undefined || present.description !== description)
      await aws.apiGateway.createDocumentationVersion({ restApiId, documentationVersion: version, description });
    return { physicalId: `${version}|${restApiId}`, attributes: {} };
  },

  async read(physicalId, { aws }) {
    const place = placeIn(physicalId);
    const found = await ifThere(() => aws.apiGateway.getDocumentationVersion(place));
    if (found === undefined) return undefined;
    return defined({
      RestApiId: place.restApiId,
      DocumentationVersion: place.documentationVersion,
      Description: found.description,
    });
  },

  async list(context) {
    const parts = await everyPart(context, (of) => context.aws.apiGateway.getDocumentationVersions(of));
    return parts.map(({ restApiId, part }) => ({ DocumentationVersion: part.version ?? "", RestApiId: restApiId }));
  },

  async update(physicalId, properties, previous, { aws }) {
    const patchOperations = replacements(properties, previous, { Description: "/description" });
    if (patchOperations.length > 0)
      await aws.apiGateway.updateDocumentationVersion({ ...placeIn(physicalId), patchOperations });
    return { physicalId, attributes: {} };
  },

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.apiGateway.deleteDocumentationVersion(placeIn(physicalId)));
  },
};

function placeIn(physicalId: string): { readonly restApiId: string; readonly documentationVersion: string } {
  const at = physicalId.lastIndexOf("|");
  return { restApiId: physicalId.slice(at + 1), documentationVersion: physicalId.slice(0, at) };
}
