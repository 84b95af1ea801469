// AWS::ApiGateway::ClientCertificate.

import type { ResourceState, ResourceType } from "../../../service/resource-type.ts";
import {
  changeTags,
  defined,
  everyItem,
  ifThere,
  isOwn,
  replacements,
  shownTags,
  tagsOf,
  textOf,
} from "./properties.ts";

/** A certificate for backends. Ref is its id. */
export const clientCertificate: ResourceType = {
  typeName: "AWS::ApiGateway::ClientCertificate",
  properties: ["Description", "Tags"],

  async create(properties, context) {
    const { aws } = context;
    const all = await everyItem((of) => aws.apiGateway.getClientCertificates(of));
    const present = all.find(({ tags }) => isOwn(tags, context));
    return stateOf(
      present ??
        (await aws.apiGateway.generateClientCertificate({
          description: textOf(properties, "Description"),
          tags: tagsOf(properties, context),
        })),
    );
  },

  async read(physicalId, { aws }) {
    const found = await ifThere(() => aws.apiGateway.getClientCertificate({ clientCertificateId: physicalId }));
    return found === undefined ? undefined : defined({ Description: found.description, Tags: shownTags(found.tags) });
  },

  async list({ aws }) {
    const all = await everyItem((of) => aws.apiGateway.getClientCertificates(of));
    return all.map(({ clientCertificateId = "" }) => ({ ClientCertificateId: clientCertificateId }));
  },

  attributesOf: (physicalId) => ({ ClientCertificateId: physicalId }),

  async update(physicalId, properties, previous, context) {
    const patchOperations = replacements(properties, previous, { Description: "/description" });
    if (patchOperations.length > 0)
      await context.aws.apiGateway.updateClientCertificate({ clientCertificateId: physicalId, patchOperations });
    await changeTags(`clientcertificates/${physicalId}`, properties, previous, context);
    return stateOf({ clientCertificateId: physicalId });
  },

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.apiGateway.deleteClientCertificate({ clientCertificateId: physicalId }));
  },
};

function stateOf({ clientCertificateId = "" }: { readonly clientCertificateId?: string | undefined }): ResourceState {
  return { physicalId: clientCertificateId, attributes: { ClientCertificateId: clientCertificateId } };
}
