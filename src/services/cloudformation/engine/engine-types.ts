// The resource types that need more of the engine than others do: they wait for somebody else, and what they wait for is in the store.

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
    return findType(typeName);
  };
}
