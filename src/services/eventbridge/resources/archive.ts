// AWS::Events::Archive.

import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { archiveArn } from "../names.ts";
import { asWritten, createOnce, ifThere, optional, optionalNumber, text } from "./template-values.ts";

/** An archive. Ref is its name. */
export const archiveType: ResourceType = {
  typeName: "AWS::Events::Archive",
  properties: ["ArchiveName", "Description", "EventPattern", "KmsKeyIdentifier", "RetentionDays", "SourceArn"],
  keptNotEnforced: { KmsKeyIdentifier: "encrypts the archive with that key" },

  async create(properties, context) {
    const isNamed = typeof properties["ArchiveName"] === "string";
    const name = text(properties, "ArchiveName") ?? context.generateName({ maxLength: 48 });
    const EventSourceArn = text(properties, "SourceArn") ?? "";
    await createOnce(
      () => context.aws.eventBridge.createArchive({ ...readArchive(name, properties), EventSourceArn }),
      // A generated name is this step's alone; archives have no tags that would tell of another one.
      () => Promise.resolve(!isNamed),
    );
    return describe(name, context);
  },

  async read(physicalId, context, known = {}) {
    const archive = await ifThere(() => context.aws.eventBridge.describeArchive({ ArchiveName: physicalId }));
    if (archive === undefined) return undefined;
    const { Description, EventPattern, KmsKeyIdentifier, RetentionDays, EventSourceArn } = archive;
    return {
      ArchiveName: physicalId,
      SourceArn: EventSourceArn,
      RetentionDays,
      ...(Description === undefined ? {} : { Description }),
      ...(EventPattern === undefined ? {} : { EventPattern: asWritten(EventPattern, known["EventPattern"]) }),
      ...(KmsKeyIdentifier === undefined ? {} : { KmsKeyIdentifier }),
    };
  },

  async list({ aws }) {
    const archives = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.eventBridge.listArchives({ NextToken });
      return { items: answer.Archives, next: answer.NextToken };
    });
    return archives.map(({ ArchiveName = "" }) => ({ ArchiveName }));
  },

  async update(physicalId, properties, _previous, context) {
    await context.aws.eventBridge.updateArchive({ RetentionDays: 0, ...readArchive(physicalId, properties) });
    return describe(physicalId, context);
  },

  async delete(physicalId, _properties, context) {
    await ifThere(() => context.aws.eventBridge.deleteArchive({ ArchiveName: physicalId }));
  },
};

function readArchive(ArchiveName: string, properties: Properties) {
  return {
    ArchiveName,
    ...optional(properties, "Description"),
    ...optional(properties, "EventPattern"),
    ...optional(properties, "KmsKeyIdentifier"),
    ...optionalNumber(properties, "RetentionDays"),
  };
}

function describe(name: string, context: ResourceContext): ResourceState {
  return { physicalId: name, attributes: { Arn: archiveArn(context, name) } };
}
