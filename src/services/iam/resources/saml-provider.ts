// AWS::IAM::SAMLProvider.

import type { ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { goneTags, ifThere, requireOurs, tagsOf, templateTags, textOf } from "./properties.ts";

const TYPE = "AWS::IAM::SAMLProvider";

/** Whose responses the account's roles may trust. Ref is the ARN. */
export const samlProviderType: ResourceType = {
  typeName: TYPE,
  properties: ["Name", "SamlMetadataDocument", "Tags"],

  async create(properties, context) {
    const { iam } = context.aws;
    const name = textOf(properties, "Name") ?? context.generateName({ maxLength: 128 });
    const arn = `arn:aws:iam::${context.account}:saml-provider/${name}`;
    const existing = await ifThere(() => iam.getSAMLProvider({ SAMLProviderArn: arn }));
    if (existing === undefined) {
      await iam.createSAMLProvider({
        Name: name,
        SAMLMetadataDocument: textOf(properties, "SamlMetadataDocument") ?? "",
        Tags: tagsOf(properties, context),
      });
    } else {
      requireOurs(TYPE, arn, existing.Tags, context);
    }
    return describe(arn, context);
  },

  async read(physicalId, { aws }) {
    const found = await ifThere(() => aws.iam.getSAMLProvider({ SAMLProviderArn: physicalId }));
    if (found === undefined) return undefined;
    return {
      Arn: physicalId,
      SamlProviderUUID: found.SAMLProviderUUID,
      Name: physicalId.slice(physicalId.lastIndexOf("/") + 1),
      SamlMetadataDocument: found.SAMLMetadataDocument,
      Tags: templateTags(found.Tags),
    };
  },

  async list({ aws: { iam } }) {
    const { SAMLProviderList: all = [] } = await iam.listSAMLProviders({});
    return all.map(({ Arn = "" }) => ({ Arn }));
  },

  async update(physicalId, properties, previous, context) {
    const { iam } = context.aws;
    const provider = { SAMLProviderArn: physicalId };
    const document = textOf(properties, "SamlMetadataDocument");
    if (document !== textOf(previous, "SamlMetadataDocument"))
      await iam.updateSAMLProvider({ ...provider, SAMLMetadataDocument: document });
    const gone = goneTags(properties, previous, context);
    if (gone.length > 0) await iam.untagSAMLProvider({ ...provider, TagKeys: gone });
    const tags = tagsOf(properties, context);
    if (tags.length > 0) await iam.tagSAMLProvider({ ...provider, Tags: tags });
    return describe(physicalId, context);
  },

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.iam.deleteSAMLProvider({ SAMLProviderArn: physicalId }));
  },
};

async function describe(arn: string, { aws }: ResourceContext): Promise<ResourceState> {
  const { SAMLProviderUUID = "" } = await aws.iam.getSAMLProvider({ SAMLProviderArn: arn });
  return { physicalId: arn, attributes: { Arn: arn, SamlProviderUUID: SAMLProviderUUID } };
}
