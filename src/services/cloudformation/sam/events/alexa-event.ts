// Events of type AlexaSkill: the right of Alexa to call the function, for one skill where it is named.

import type { ExpandEvent } from "./event.ts";

/** Adds the permission. */
export const expandAlexaEvent: ExpandEvent = (event, handle, _role, draft) => {
  draft.add(`${event.logicalId}Permission`, "AWS::Lambda::Permission", handle.attributes, {
    Action: "lambda:InvokeFunction",
    EventSourceToken: event.properties["SkillId"],
    FunctionName: handle.ref,
    Principal: "alexa-appkit.amazon.com",
  });
};
