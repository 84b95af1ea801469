// AWS::ApiGateway::RequestValidator.

import type { ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { apiOfPart, everyItem, everyPart, flagOf, ifThere, replacements, requiredText, textOf } from "./properties.ts";

/** What of requests is checked. Ref is its id. */
export const requestValidator: ResourceType = {
  typeName: "AWS::ApiGateway::RequestValidator",
  properties: ["Name", "RestApiId", "ValidateRequestBody", "ValidateRequestParameters"],

  async create(properties, context) {
    const { aws } = context;
    const restApiId = requiredText(properties, "RestApiId");
    // With a name of its own, what an interrupted creation left is found again.
    const name = textOf(properties, "Name") ?? context.generateName();
    const input = {
      restApiId,
      name,
      validateRequestBody: flagOf(properties, "ValidateRequestBody") ?? false,
      validateRequestParameters: flagOf(properties, "ValidateRequestParameters") ?? false,
    };
    const all = await everyItem((of) => aws.apiGateway.getRequestValidators({ ...of, restApiId }));
    return stateOf(all.find((one) => one.name === name) ?? (await aws.apiGateway.createRequestValidator(input)));
  },

  async read(physicalId, context, known) {
    const get = (restApiId: string) =>
      context.aws.apiGateway.getRequestValidator({ restApiId, requestValidatorId: physicalId });
    const restApiId = await apiOfPart(context, known, get);
    if (restApiId === undefined) return undefined;
    const found = await ifThere(() => get(restApiId));
    if (found === undefined) return undefined;
    const { name, validateRequestBody, validateRequestParameters } = found;
    return {
      RestApiId: restApiId,
      Name: name,
      ValidateRequestBody: validateRequestBody,
      ValidateRequestParameters: validateRequestParameters,
    };
  },

  async list(context) {
    const parts = await everyPart(context, (of) => context.aws.apiGateway.getRequestValidators(of));
    return parts.map(({ part }) => ({ RequestValidatorId: part.id ?? "" }));
  },

  attributesOf: (physicalId) => ({ RequestValidatorId: physicalId }),

  async update(physicalId, properties, previous, { aws }) {
    const patchOperations = replacements(properties, previous, {
      ValidateRequestBody: "/validateRequestBody",
      ValidateRequestParameters: "/validateRequestParameters",
    });
    const restApiId = requiredText(properties, "RestApiId");
    if (patchOperations.length > 0)
      await aws.apiGateway.updateRequestValidator({ restApiId, requestValidatorId: physicalId, patchOperations });
    return stateOf({ id: physicalId });
  },

  async delete(physicalId, properties, { aws }) {
    await ifThere(() =>
      aws.apiGateway.deleteRequestValidator({
        restApiId: requiredText(properties, "RestApiId"),
        requestValidatorId: physicalId,
      }),
    );
  },
};

function stateOf({ id = "" }: { readonly id?: string | undefined }): ResourceState {
  return { physicalId: id, attributes: { RequestValidatorId: id } };
}
