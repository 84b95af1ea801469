// AWS::Events::EventBus.

import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { busArn, DEFAULT_BUS } from "../names.ts";
import {
  asWritten,
  createOnce,
  hasStackTags,
  ifThere,
  optional,
  shownTags,
  tagsOf,
  text,
  updateTags,
} from "./template-values.ts";

/** An event bus. Ref is its name. */
export const eventBusType: ResourceType = {
  typeName: "AWS::Events::EventBus",
  properties: ["DeadLetterConfig", "Description", "KmsKeyIdentifier", "Name", "Policy", "Tags"],
  // Events are not encrypted one by one, so that no event can fail to be.
  keptNotEnforced: {
    DeadLetterConfig: "keeps events that cannot be encrypted or decrypted with the key of the bus",
    KmsKeyIdentifier: "encrypts events with that key",
  },

  async create(properties, context) {
    const name = text(properties, "Name") ?? "";
    const arn = busArn(context, name);
    await createOnce(
      () => context.aws.eventBridge.createEventBus({ ...readBus(name, properties), Tags: tagsOf(properties, context) }),
      () => hasStackTags(arn, context),
    );
    context.identify(name);
    await applyPolicy(name, properties, {}, context);
    return describe(name, properties, context);
  },

  async read(physicalId, context, known = {}) {
    const bus = await ifThere(() => context.aws.eventBridge.describeEventBus({ Name: physicalId }));
    if (bus === undefined) return undefined;
    const { DeadLetterConfig, Description, KmsKeyIdentifier, Policy } = bus;
    return {
      Name: physicalId,
      ...(DeadLetterConfig === undefined ? {} : { DeadLetterConfig }),
      ...(Description === undefined ? {} : { Description }),
      ...(KmsKeyIdentifier === undefined ? {} : { KmsKeyIdentifier }),
      // A policy that only resources of their own wrote is theirs.
      ...(Policy === undefined || known["Policy"] === undefined ? {} : { Policy: asWritten(Policy, known["Policy"]) }),
      Tags: await shownTags(busArn(context, physicalId), context),
    };
  },

  async list({ aws }) {
    const buses = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.eventBridge.listEventBuses({ NextToken });
      return { items: answer.EventBuses, next: answer.NextToken };
    });
    return buses.flatMap(({ Name = "" }) => (Name === DEFAULT_BUS ? [] : { Name }));
  },

  async update(physicalId, properties, previous, context) {
    await context.aws.eventBridge.updateEventBus(readBus(physicalId, properties));
    await applyPolicy(physicalId, properties, previous, context);
    await updateTags(busArn(context, physicalId), properties, previous, context);
    return describe(physicalId, properties, context);
  },

  async delete(physicalId, _properties, context) {
    await context.aws.eventBridge.deleteEventBus({ Name: physicalId });
  },
};

function readBus(Name: string, properties: Properties) {
  const queue = properties["DeadLetterConfig"];
  return {
    Name,
    ...optional(properties, "Description"),
    ...optional(properties, "KmsKeyIdentifier"),
    ...(queue === undefined ? {} : { DeadLetterConfig: queue as { Arn: string } }),
  };
}

async function applyPolicy(
  EventBusName: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const Policy = text(properties, "Policy");
  if (Policy !== undefined) await context.aws.eventBridge.putPermission({ EventBusName, Policy });
  else if (previous["Policy"] !== undefined)
    await context.aws.eventBridge.removePermission({ EventBusName, RemoveAllPermissions: true });
}

function describe(name: string, properties: Properties, context: ResourceContext): ResourceState {
  return {
    physicalId: name,
    attributes: { Arn: busArn(context, name), Name: name, Policy: text(properties, "Policy") ?? "" },
  };
}
