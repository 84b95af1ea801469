// A template in a bucket, for stacks within stacks, with parameters of all kinds.

import type { TestAccount } from "../../src/testing/harness.ts";
import { templateUrl } from "./template-bucket.ts";

const TEMPLATE = JSON.stringify({
  Parameters: {
    Text: { Type: "String" },
    Names: { Type: "CommaDelimitedList" },
    Secret: { Type: "String", NoEcho: true },
    Other: { Type: "String", Default: "nobody gives it" },
  },
  Resources: {
    Inner: {
      Type: "AWS::SSM::Parameter",
      Properties: {
        Name: { Ref: "AWS::StackName" },
        Type: "String",
        Value: { "Fn::Join": ["+", [{ Ref: "Text" }, { "Fn::Join": ["+", { Ref: "Names" }] }]] },
      },
    },
  },
});

/** Puts the template into a bucket of the account and gives its URL. */
export function putNestedTemplate(account: TestAccount): Promise<string> {
  return templateUrl(account, "nested", TEMPLATE);
}
