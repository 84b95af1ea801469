// AWS::SES::ContactList.

import type { Topic } from "@aws-sdk/client-sesv2";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceType } from "../../../service/resource-type.ts";
import { contactListArn } from "../arns.ts";
import { allTags, areOurs, changeTags, ifThere, make, ownTags, text } from "./owned.ts";

/** A list of contacts. Ref is its name. */
export const contactListType: ResourceType = {
  typeName: "AWS::SES::ContactList",
  properties: ["ContactListName", "Description", "Tags", "Topics"],

  async create(properties, context) {
    const name = text(properties["ContactListName"] ?? context.generateName({ maxLength: 64 }));
    const { sesV2 } = context.aws;
    await make(
      () =>
        sesV2.createContactList({
          ContactListName: name,
          ...read(properties),
          Tags: allTags(properties, context.tags),
        }),
      async () => areOurs((await ifThere(() => sesV2.getContactList({ ContactListName: name })))?.Tags, context),
    );
    return { physicalId: name, attributes: {} };
  },

  async read(physicalId, { aws }) {
    const list = await ifThere(() => aws.sesV2.getContactList({ ContactListName: physicalId }));
    if (list === undefined) return undefined;
    return {
      ContactListName: physicalId,
      ...(list.Description === undefined ? {} : { Description: list.Description }),
      Topics: list.Topics,
      Tags: ownTags(list.Tags),
    };
  },

  async list({ aws }) {
    const all = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.sesV2.listContactLists({ NextToken });
      return { items: answer.ContactLists, next: answer.NextToken };
    });
    return all.map(({ ContactListName = "" }) => ({ ContactListName }));
  },

  async update(physicalId, properties, previous, context) {
    const { sesV2 } = context.aws;
    await sesV2.updateContactList({ ContactListName: physicalId, ...read(properties) });
    await changeTags(
      sesV2,
      contactListArn(context, physicalId),
      allTags(properties, context.tags),
      allTags(previous, {}),
    );
    return { physicalId, attributes: {} };
  },

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.sesV2.deleteContactList({ ContactListName: physicalId }));
  },
};

function read(properties: Properties): { Description?: string; Topics: Topic[] } {
  const description = properties["Description"];
  return {
    ...(description === undefined ? {} : { Description: text(description) }),
    Topics: [...((properties["Topics"] ?? []) as readonly Topic[])],
  };
}
