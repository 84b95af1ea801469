// Which update policies have an effect here. Pure.
// AWS: "UpdatePolicy attribute"; those of Auto Scaling groups, caches and search domains are for types that are not here.

import { isRecord } from "./values.ts";

/** True if the policy of a resource of this type is honoured, all of it. */
export function isServedPolicy(typeName: string, policy: unknown): boolean {
  return (
    typeName === "AWS::Lambda::Alias" &&
    isRecord(policy) &&
    Object.keys(policy).every((name) => name === "CodeDeployLambdaAliasUpdate")
  );
}
