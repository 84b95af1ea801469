// AWS::SES::Template.

import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceType } from "../../../service/resource-type.ts";
import { templateArn } from "../arns.ts";
import { allTags, areOurs, changeTags, ifThere, make, ownTags, settingsOf, text } from "./owned.ts";

/** A template of mails. Ref and Id are its name. */
export const templateType: ResourceType = {
  typeName: "AWS::SES::Template",
  properties: ["Tags", "Template"],

  async create(properties, context) {
    const name = nameOf(properties, context);
    const { sesV2 } = context.aws;
    await make(
      () =>
        sesV2.createEmailTemplate({
          TemplateName: name,
          TemplateContent: contentOf(properties),
          Tags: allTags(properties, context.tags),
        }),
      async () => areOurs((await sesV2.getEmailTemplate({ TemplateName: name })).Tags, context),
    );
    return { physicalId: name, attributes: { Id: name } };
  },

  async read(physicalId, { aws }) {
    const found = await ifThere(() => aws.sesV2.getEmailTemplate({ TemplateName: physicalId }));
    if (found === undefined) return undefined;
    const { Subject, Text, Html } = found.TemplateContent ?? {};
    return {
      Template: {
        TemplateName: physicalId,
        ...(Subject === undefined ? {} : { SubjectPart: Subject }),
        ...(Text === undefined ? {} : { TextPart: Text }),
        ...(Html === undefined ? {} : { HtmlPart: Html }),
      },
      Tags: ownTags(found.Tags),
    };
  },

  async list({ aws }) {
    const all = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.sesV2.listEmailTemplates({ NextToken });
      return { items: answer.TemplatesMetadata, next: answer.NextToken };
    });
    return all.map(({ TemplateName = "" }) => ({ Id: TemplateName }));
  },

  isReplacement: (properties, previous) =>
    settingsOf(properties, "Template")["TemplateName"] !== settingsOf(previous, "Template")["TemplateName"],

  async update(physicalId, properties, previous, context) {
    const { sesV2 } = context.aws;
    await sesV2.updateEmailTemplate({ TemplateName: physicalId, TemplateContent: contentOf(properties) });
    await changeTags(sesV2, templateArn(context, physicalId), allTags(properties, context.tags), allTags(previous, {}));
    return { physicalId, attributes: { Id: physicalId } };
  },

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.sesV2.deleteEmailTemplate({ TemplateName: physicalId }));
  },
};

function nameOf(properties: Properties, context: ResourceContext): string {
  return text(settingsOf(properties, "Template")["TemplateName"] ?? context.generateName({ maxLength: 64 }));
}

function contentOf(properties: Properties): { Subject?: string; Text?: string; Html?: string } {
  const { SubjectPart: subject, TextPart: plain, HtmlPart: html } = settingsOf(properties, "Template");
  return {
    ...(subject === undefined ? {} : { Subject: text(subject) }),
    ...(plain === undefined ? {} : { Text: text(plain) }),
    ...(html === undefined ? {} : { Html: text(html) }),
  };
}
