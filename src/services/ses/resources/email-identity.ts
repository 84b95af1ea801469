// AWS::SES::EmailIdentity.

import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { identityArn } from "../arns.ts";
import { allTags, areOurs, changeTags, flag, ifThere, make, ownTags, settingsOf, text } from "./owned.ts";

/** An identity. Ref is its name; Fn::GetAtt gives the three DNS records that AWS would look for. */
export const emailIdentityType: ResourceType = {
  typeName: "AWS::SES::EmailIdentity",
  properties: [
    "ConfigurationSetAttributes",
    "DkimAttributes",
    "EmailIdentity",
    "FeedbackAttributes",
    "MailFromAttributes",
    "Tags",
  ],
  keptNotEnforced: {
    "MailFromAttributes.BehaviorOnMxFailure": "decides on mails while the domain's MX record cannot be found",
  },

  async create(properties, context) {
    const name = text(properties["EmailIdentity"]);
    const { sesV2 } = context.aws;
    await make(
      () => sesV2.createEmailIdentity({ EmailIdentity: name, Tags: allTags(properties, context.tags) }),
      async () => areOurs((await sesV2.getEmailIdentity({ EmailIdentity: name })).Tags, context),
    );
    context.identify(name);
    await settle(name, properties, {}, context);
    return describe(name, context);
  },

  async read(physicalId, { aws }) {
    const identity = await ifThere(() => aws.sesV2.getEmailIdentity({ EmailIdentity: physicalId }));
    if (identity === undefined) return undefined;
    const { MailFromDomain, BehaviorOnMxFailure } = identity.MailFromAttributes ?? {};
    const set = identity.ConfigurationSetName;
    return {
      EmailIdentity: physicalId,
      ...(set === undefined ? {} : { ConfigurationSetAttributes: { ConfigurationSetName: set } }),
      ...(physicalId.includes("@")
        ? {}
        : { DkimAttributes: { SigningEnabled: identity.DkimAttributes?.SigningEnabled } }),
      FeedbackAttributes: { EmailForwardingEnabled: identity.FeedbackForwardingStatus },
      MailFromAttributes: { BehaviorOnMxFailure, ...(MailFromDomain === undefined ? {} : { MailFromDomain }) },
      Tags: ownTags(identity.Tags),
    };
  },

  async list({ aws }) {
    const identities = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.sesV2.listEmailIdentities({ NextToken });
      return { items: answer.EmailIdentities, next: answer.NextToken };
    });
    return identities.map(({ IdentityName = "" }) => ({ EmailIdentity: IdentityName }));
  },

  async update(physicalId, properties, previous, context) {
    await settle(physicalId, properties, previous, context);
    const wanted = allTags(properties, context.tags);
    await changeTags(context.aws.sesV2, identityArn(context, physicalId), wanted, allTags(previous, {}));
    return describe(physicalId, context);
  },

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.sesV2.deleteEmailIdentity({ EmailIdentity: physicalId }));
  },
};

// What is set after the identity is there: what the template says, and the defaults of what it no longer says.
async function settle(
  EmailIdentity: string,
  properties: Properties,
  previous: Properties,
  { aws: { sesV2 } }: ResourceContext,
): Promise<void> {
  const isSet = (name: string): boolean => properties[name] !== undefined || previous[name] !== undefined;
  if (isSet("ConfigurationSetAttributes")) {
    const set = settingsOf(properties, "ConfigurationSetAttributes")["ConfigurationSetName"];
    const ConfigurationSetName = set === undefined ? {} : { ConfigurationSetName: text(set) };
    await sesV2.putEmailIdentityConfigurationSetAttributes({ EmailIdentity, ...ConfigurationSetName });
  }
  if (isSet("DkimAttributes")) {
    const SigningEnabled = flag(settingsOf(properties, "DkimAttributes")["SigningEnabled"], true);
    await sesV2.putEmailIdentityDkimAttributes({ EmailIdentity, SigningEnabled });
  }
  if (isSet("FeedbackAttributes")) {
    const EmailForwardingEnabled = flag(settingsOf(properties, "FeedbackAttributes")["EmailForwardingEnabled"], true);
    await sesV2.putEmailIdentityFeedbackAttributes({ EmailIdentity, EmailForwardingEnabled });
  }
  if (isSet("MailFromAttributes")) {
    const { MailFromDomain: domain, BehaviorOnMxFailure: behavior } = settingsOf(properties, "MailFromAttributes");
    await sesV2.putEmailIdentityMailFromAttributes({
      EmailIdentity,
      ...(domain === undefined ? {} : { MailFromDomain: text(domain) }),
      ...(behavior === undefined ? {} : { BehaviorOnMxFailure: behavior as "REJECT_MESSAGE" | "USE_DEFAULT_VALUE" }),
    });
  }
}

async function describe(name: string, { aws }: ResourceContext): Promise<ResourceState> {
  const identity = await aws.sesV2.getEmailIdentity({ EmailIdentity: name });
  const records = (identity.DkimAttributes?.Tokens ?? []).flatMap((token, index) => [
    [`DkimDNSTokenName${index + 1}`, `${token}._domainkey.${name}`],
    [`DkimDNSTokenValue${index + 1}`, `${token}.dkim.amazonses.com`],
  ]);
  return { physicalId: name, attributes: Object.fromEntries(records) };
}
