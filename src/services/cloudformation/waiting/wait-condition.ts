// AWS::CloudFormation::WaitCondition: a resource that is complete when enough signals have come to its handle.

import type { ResourceType } from "../../../service/resource-type.ts";
import { awaitSignals, plainFailure } from "./await-signals.ts";
import type { WaitChannel } from "./await-signals.ts";
import { handlePlace } from "./handle.ts";

// LIMIT: AWS: "Timeout": 43,200 seconds at most.
const LONGEST_SECONDS = 43_200;

/** A wait condition. With a CreationPolicy it has no handle, and the engine itself waits for its signals. */
export function waitConditionType(channel?: WaitChannel): ResourceType {
  return {
    typeName: "AWS::CloudFormation::WaitCondition",
    properties: ["Count", "Handle", "Timeout"],
    async create(properties, context) {
      const { stackId, logicalId, clientToken } = context;
      const physicalId = `${stackId}/${logicalId}`;
      const { Handle: handle, Count: count, Timeout: timeout } = properties;
      if (handle === undefined) return { physicalId, attributes: { Id: physicalId, Data: "{}" } };
      if (channel === undefined) throw plainFailure("A wait condition can be made by a stack operation only.");
      const place = typeof handle === "string" ? handlePlace(handle) : undefined;
      // AWS: the wordings of these two are inferred.
      if (place === undefined) throw plainFailure("The handle of a wait condition must be a wait condition handle.");
      const timeoutSeconds = Number(timeout);
      if (!(timeoutSeconds >= 0 && timeoutSeconds <= LONGEST_SECONDS)) {
        throw plainFailure(`The timeout of a wait condition must be between 0 and ${LONGEST_SECONDS} seconds.`);
      }
      context.identify(physicalId);
      const needed = count === undefined ? 1 : Number(count);
      const signals = await awaitSignals(channel, {
        stackId: place.stackId,
        channelId: place.token,
        waitId: clientToken,
        count: needed,
        timeoutSeconds,
        // AWS: both sentences as observed.
        describeFailure: ({ reason = "", uniqueId }) =>
          `WaitCondition received failed message: '${reason}' for uniqueId: ${uniqueId}`,
        describeTimeout: (received) =>
          `WaitCondition timed out. Received ${received} conditions when expecting ${needed}`,
      });
      // AWS: "Data": a JSON object of the signals' data, by their ids.
      const data = Object.fromEntries(signals.map(({ uniqueId, data: text = "" }) => [uniqueId, text]));
      return { physicalId, attributes: { Id: physicalId, Data: JSON.stringify(data) } };
    },
    read: () => Promise.resolve({}),
    // A change of its properties fails before this is called (engine/decide.ts); without one there is nothing to do.
    update: (physicalId) => Promise.resolve({ physicalId, attributes: {} }),
    delete: () => Promise.resolve(),
  };
}
