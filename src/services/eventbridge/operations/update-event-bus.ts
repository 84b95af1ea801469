// UpdateEventBus: changes what a bus is described by.

import type { UpdateEventBusCommandInput, UpdateEventBusCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireBus } from "../buses/require.ts";
import { busArn, DEFAULT_BUS } from "../names.ts";
import { save } from "../repo.ts";

export const updateEventBus = defineOperation<Input<UpdateEventBusCommandInput>, UpdateEventBusCommandOutput>(
  "UpdateEventBus",
  (input, context) => {
    const { Name = DEFAULT_BUS, Description, KmsKeyIdentifier, DeadLetterConfig } = input;
    const bus = context.store.write((tx) => {
      const {
        description: _description,
        kmsKeyIdentifier: _key,
        deadLetterArn: _queue,
        ...kept
      } = requireBus(tx, context, Name);
      const updated = {
        ...kept,
        modifiedAtMs: context.clock.nowMs(),
        ...(Description === undefined ? {} : { description: Description }),
        ...(KmsKeyIdentifier === undefined ? {} : { kmsKeyIdentifier: KmsKeyIdentifier }),
        ...(DeadLetterConfig?.Arn === undefined ? {} : { deadLetterArn: DeadLetterConfig.Arn }),
      };
      save(tx, context, "event-bus", updated);
      return updated;
    });
    return {
      Arn: busArn(context, bus.name),
      Name: bus.name,
      ...(Description === undefined ? {} : { Description }),
      ...(KmsKeyIdentifier === undefined ? {} : { KmsKeyIdentifier }),
      ...(DeadLetterConfig === undefined ? {} : { DeadLetterConfig }),
    };
  },
);
