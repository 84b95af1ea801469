// CreateEventBus: makes an event bus.

import type { CreateEventBusCommandInput, CreateEventBusCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { alreadyExists, notImplemented, validation } from "../errors.ts";
import { busArn } from "../names.ts";
import { requireRoom } from "../quotas.ts";
import { load, save } from "../repo.ts";
import { parseTags } from "../tags.ts";

export const createEventBus = defineOperation<Input<CreateEventBusCommandInput>, CreateEventBusCommandOutput>(
  "CreateEventBus",
  (input, context) => {
    const { Name: name, Description, KmsKeyIdentifier, DeadLetterConfig } = input;
    if (input.EventSourceName !== undefined) throw notImplemented("event buses of partners");
    // AWS: CreateEventBus: names of custom buses have no slashes, and "default" is taken.
    if (name.includes("/")) throw validation("Event bus name must not contain '/'.");
    const nowMs = context.clock.nowMs();
    context.store.write((tx) => {
      if (name === "default" || load(tx, context, "event-bus", name) !== undefined)
        throw alreadyExists(`Event bus ${name}`);
      requireRoom(tx, context, "event-bus");
      save(tx, context, "event-bus", {
        v: 1,
        name,
        createdAtMs: nowMs,
        modifiedAtMs: nowMs,
        ...(Description === undefined ? {} : { description: Description }),
        ...(KmsKeyIdentifier === undefined ? {} : { kmsKeyIdentifier: KmsKeyIdentifier }),
        ...(DeadLetterConfig?.Arn === undefined ? {} : { deadLetterArn: DeadLetterConfig.Arn }),
        tags: parseTags(input.Tags ?? []),
      });
    });
    return {
      EventBusArn: busArn(context, name),
      ...(Description === undefined ? {} : { Description }),
      ...(KmsKeyIdentifier === undefined ? {} : { KmsKeyIdentifier }),
      ...(DeadLetterConfig === undefined ? {} : { DeadLetterConfig }),
    };
  },
);
