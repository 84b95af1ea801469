// AWS::IAM::OIDCProvider.

import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { goneTags, ifThere, requireOurs, tagsOf, templateTags, textOf, textsOf } from "./properties.ts";

const TYPE = "AWS::IAM::OIDCProvider";

/** Whose tokens the account's roles may trust. Ref is the ARN. */
export const oidcProviderType: ResourceType = {
  typeName: TYPE,
  properties: ["Url", "ClientIdList", "Tags", "ThumbprintList"],
  keptNotEnforced: {
    ThumbprintList: "lets it trust certificates of the provider that no public authority signed",
  },

  async create(properties, context) {
    const { iam } = context.aws;
    const url = textOf(properties, "Url") ?? "";
    const arn = arnIn(context, url);
    const existing = await ifThere(() => iam.getOpenIDConnectProvider({ OpenIDConnectProviderArn: arn }));
    if (existing === undefined) {
      await iam.createOpenIDConnectProvider({
        Url: url,
        ClientIDList: [...textsOf(properties, "ClientIdList")],
        ThumbprintList: [...textsOf(properties, "ThumbprintList")],
        Tags: tagsOf(properties, context),
      });
    } else {
      requireOurs(TYPE, arn, existing.Tags, context);
    }
    return stateOf(arn);
  },

  async read(physicalId, { aws }) {
    const found = await ifThere(() => aws.iam.getOpenIDConnectProvider({ OpenIDConnectProviderArn: physicalId }));
    if (found === undefined) return undefined;
    const { Url = "", ClientIDList = [], ThumbprintList = [], Tags } = found;
    const scheme = /^(?:localhost|127\.0\.0\.1|[^/]*\.localhost)(?:[:/]|$)/.test(Url) ? "http" : "https";
    return {
      Arn: physicalId,
      Url: `${scheme}://${Url}`,
      ClientIdList: ClientIDList,
      ThumbprintList,
      Tags: templateTags(Tags),
    };
  },

  async list({ aws: { iam } }) {
    const { OpenIDConnectProviderList: all = [] } = await iam.listOpenIDConnectProviders({});
    return all.map(({ Arn = "" }) => ({ Arn }));
  },

  async update(physicalId, properties, previous, context) {
    const { iam } = context.aws;
    const provider = { OpenIDConnectProviderArn: physicalId };
    const wanted = textsOf(properties, "ClientIdList");
    const { ClientIDList: present = [] } = await iam.getOpenIDConnectProvider(provider);
    for (const ClientID of wanted.filter((id) => !present.includes(id)))
      await iam.addClientIDToOpenIDConnectProvider({ ...provider, ClientID });
    for (const ClientID of present.filter((id) => !wanted.includes(id)))
      await iam.removeClientIDFromOpenIDConnectProvider({ ...provider, ClientID });
    const ThumbprintList = [...textsOf(properties, "ThumbprintList")];
    await iam.updateOpenIDConnectProviderThumbprint({ ...provider, ThumbprintList });
    const gone = goneTags(properties, previous, context);
    if (gone.length > 0) await iam.untagOpenIDConnectProvider({ ...provider, TagKeys: gone });
    const tags = tagsOf(properties, context);
    if (tags.length > 0) await iam.tagOpenIDConnectProvider({ ...provider, Tags: tags });
    return stateOf(physicalId);
  },

  async delete(physicalId, _properties: Properties, { aws }) {
    await ifThere(() => aws.iam.deleteOpenIDConnectProvider({ OpenIDConnectProviderArn: physicalId }));
  },
};

function arnIn({ account }: ResourceContext, url: string): string {
  return `arn:aws:iam::${account}:oidc-provider/${url.replace(/^https?:\/\//, "").replace(/\/$/, "")}`;
}

function stateOf(arn: string): ResourceState {
  return { physicalId: arn, attributes: { Arn: arn } };
}
