// The resource types that need more of the engine than others do: they wait for somebody else, and what they wait for is in the store.

import type { ResourceType } from "../../../service/resource-type.ts";
import { plainFailure } from "../waiting/await-signals.ts";
import { waitConditionHandleType } from "../waiting/handle.ts";
import type { WaitChannel } from "../waiting/await-signals.ts";
import { waitConditionType } from "../waiting/wait-condition.ts";
import type { FindResourceType } from "../template/validate.ts";
import { customResourceType, isCustomType } from "./custom-resource.ts";
import type { CustomChannel } from "./custom-resource.ts";

/** Finds these types for a running operation, beside all others. Outside of one they can be planned, but nothing can be made. */
export function withEngineTypes(findType: FindResourceType, channel: CustomChannel & WaitChannel): FindResourceType {
  return (typeName) => {
    if (isCustomType(typeName)) return customResourceType(typeName, channel);
    if (typeName === "AWS::CloudFormation::WaitCondition") return waitConditionType(channel);
    if (typeName === "AWS::CloudFormation::WaitConditionHandle") return waitConditionHandleType(channel);
    return findType(typeName) ?? goneType(typeName);
  };
}

/** A type that was there when its resources were made: deregistered since, or no longer among those that the cloud was started with. */
function goneType(typeName: string): ResourceType {
  const fail = (): Promise<never> =>
    // AWS: such types "cannot be used in CloudFormation operations" (DeregisterType); the wording is inferred.
    Promise.reject(plainFailure(`Unrecognized resource type: ${typeName} is not registered any more.`));
  return { typeName, properties: [], create: fail, read: fail, delete: fail };
}
