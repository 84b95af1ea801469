// SignalResource.

import type { SignalResourceCommandInput, SignalResourceCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { addResourceEvent } from "../engine/events.ts";
import { resourceDoesNotExist, validationError } from "../errors.ts";
import { findStack, loadOperation, loadResource } from "../repo.ts";
import { signalsTopic } from "../waiting/await-signals.ts";
import { saveReceivedSignal } from "../waiting/repo.ts";
import { requireLiveStack } from "./update-stack.ts";

/** Tells a resource with a creation policy, while it is being created, that what it waits for has succeeded or failed. */
export const signalResource = defineOperation<Input<SignalResourceCommandInput>, SignalResourceCommandOutput>(
  "SignalResource",
  ({ StackName: stackName, LogicalResourceId: logicalId, UniqueId: uniqueId, Status: status }, context) => {
    const token = context.store.write((tx) => {
      const stack = requireLiveStack(findStack(tx, context, stackName), stackName);
      const { stackId } = stack;
      const record = loadResource(tx, context, stackId, logicalId);
      if (record === undefined) throw resourceDoesNotExist(logicalId, stack.stackName);
      // AWS: these three sentences as observed.
      if (!/^(CREATE|UPDATE)_IN_PROGRESS$/.test(stack.status)) {
        throw validationError(`Stack ${stackId} is in ${stack.status} state and cannot be signaled`);
      }
      if (!/^(CREATE|UPDATE)_IN_PROGRESS$/.test(record.status) || record.current.creationPolicy === undefined) {
        throw validationError(`Resource ${logicalId} is in ${record.status} state and cannot be signaled`);
      }
      const isNew = saveReceivedSignal(tx, context, stackId, record.current.token, {
        v: 1,
        uniqueId,
        status,
        atMs: context.clock.nowMs(),
      });
      if (!isNew) {
        throw validationError(
          `Signal with ID ${uniqueId} for resource ${logicalId} already exists. Signals may only be updated with a FAILURE status.`,
        );
      }
      addResourceEvent(tx, context, context, stackId, {
        logicalId,
        physicalId: record.current.physicalId,
        typeName: record.current.typeName,
        status: record.status,
        reason: `Received ${status} signal with UniqueId ${uniqueId}`,
        token: loadOperation(tx, context, stackId)?.clientRequestToken,
      });
      return record.current.token;
    });
    context.signals.notify(signalsTopic(token));
    return {};
  },
);
