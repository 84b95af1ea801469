// AWS::ApiGateway::ApiKey.

import type { Properties, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import {
  changeTags,
  defined,
  everyItem,
  flagOf,
  ifThere,
  isOwn,
  listChanges,
  nodesOf,
  replacements,
  requiredText,
  shownTags,
  tagsOf,
  textOf,
} from "./properties.ts";

/** A key for clients. Ref is its id. */
export const apiKey: ResourceType = {
  typeName: "AWS::ApiGateway::ApiKey",
  properties: ["CustomerId", "Description", "Enabled", "GenerateDistinctId", "Name", "StageKeys", "Tags", "Value"],

  async create(properties, context) {
    const { aws } = context;
    const present = (await everyItem((of) => aws.apiGateway.getApiKeys(of))).find(({ tags }) => isOwn(tags, context));
    const made =
      present ??
      (await aws.apiGateway.createApiKey({
        // AWS: a key without a name gets one of CloudFormation's.
        name: textOf(properties, "Name") ?? context.generateName(),
        value: textOf(properties, "Value"),
        customerId: textOf(properties, "CustomerId"),
        description: textOf(properties, "Description"),
        enabled: flagOf(properties, "Enabled") ?? false,
        generateDistinctId: flagOf(properties, "GenerateDistinctId"),
        stageKeys: nodesOf(properties, "StageKeys").map((key) => ({
          restApiId: requiredText(key, "RestApiId"),
          stageName: requiredText(key, "StageName"),
        })),
        tags: tagsOf(properties, context),
      }));
    return stateOf(made);
  },

  async read(physicalId, { aws }) {
    const found = await ifThere(() => aws.apiGateway.getApiKey({ apiKey: physicalId, includeValue: true }));
    if (found === undefined) return undefined;
    return defined({
      Name: found.name,
      Value: found.value,
      CustomerId: found.customerId,
      Description: found.description,
      Enabled: found.enabled,
      StageKeys: found.stageKeys?.map((text) => {
        const [RestApiId, StageName] = text.split("/");
        return { RestApiId, StageName };
      }),
      Tags: shownTags(found.tags),
    });
  },

  async list({ aws }) {
    return (await everyItem((of) => aws.apiGateway.getApiKeys(of))).map(({ id = "" }) => ({ APIKeyId: id }));
  },

  attributesOf: (physicalId) => ({ APIKeyId: physicalId }),

  async update(physicalId, properties, previous, context) {
    const patchOperations = [
      ...replacements(properties, previous, {
        CustomerId: "/customerId",
        Description: "/description",
        Enabled: "/enabled",
      }),
      ...listChanges(stageTexts(properties), stageTexts(previous), "/stages"),
    ];
    if (patchOperations.length > 0) await context.aws.apiGateway.updateApiKey({ apiKey: physicalId, patchOperations });
    await changeTags(`apikeys/${physicalId}`, properties, previous, context);
    return stateOf({ id: physicalId });
  },

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.apiGateway.deleteApiKey({ apiKey: physicalId }));
  },
};

function stageTexts(properties: Properties): string[] {
  return nodesOf(properties, "StageKeys").map(
    (key) => `${requiredText(key, "RestApiId")}/${requiredText(key, "StageName")}`,
  );
}

function stateOf({ id = "" }: { readonly id?: string | undefined }): ResourceState {
  return { physicalId: id, attributes: { APIKeyId: id } };
}
