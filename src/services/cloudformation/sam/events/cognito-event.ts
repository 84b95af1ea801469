// Events of type Cognito: triggers of a user pool of the same template, which are written into the pool itself.

import { isRecord, memberOf, setMember } from "../../template/values.ts";
import type { Values } from "../draft.ts";
import { SamError } from "../draft.ts";
import type { ExpandEvent, FunctionEvent } from "./event.ts";

/** Adds the triggers to the user pool, and the right to call the function. */
export const expandCognitoEvent: ExpandEvent = (event, handle, _role, draft) => {
  const poolId = userPoolOf(event);
  const pool = draft.resources.get(poolId);
  if (!isRecord(pool)) throw notInTemplate(event);
  const properties = isRecord(pool["Properties"]) ? pool["Properties"] : {};
  const { LambdaConfig: config = {} } = properties;
  if (!isRecord(config)) throw new SamError("Property 'LambdaConfig' should be a map.", properties, "LambdaConfig");

  draft.add(`${String(handle.ref["Ref"])}CognitoPermission`, "AWS::Lambda::Permission", handle.attributes, {
    Action: "lambda:InvokeFunction",
    FunctionName: handle.ref,
    Principal: "cognito-idp.amazonaws.com",
    SourceArn: { "Fn::GetAtt": [poolId, "Arn"] },
  });
  const LambdaConfig = withTriggers(config, event, handle.arn);
  draft.resources.set(poolId, { ...pool, Properties: { ...properties, LambdaConfig } });
};

function withTriggers(config: Values, event: FunctionEvent, arn: Values): Values {
  const triggers: unknown[] = [event.properties["Trigger"]].flat();
  const changed = { ...config };
  for (const trigger of triggers) {
    const name = String(trigger);
    if (memberOf(changed, name) !== undefined)
      throw new SamError(
        `Event with id [${event.name}] is invalid. Cognito trigger "${name}" defined multiple times.`,
        event.properties,
        "Trigger",
      );
    setMember(changed, name, arn);
  }
  return changed;
}

function userPoolOf(event: FunctionEvent): string {
  const { UserPool: pool } = event.properties;
  const id = isRecord(pool) ? pool["Ref"] : undefined;
  if (typeof id !== "string") throw notInTemplate(event);
  return id;
}

function notInTemplate({ name, properties }: FunctionEvent): SamError {
  return new SamError(
    `Event with id [${name}] is invalid. Cognito events must reference a Cognito UserPool in the same template.`,
    properties,
    "UserPool",
  );
}
