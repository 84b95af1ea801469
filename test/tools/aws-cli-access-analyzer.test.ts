// Goal: Access Analyzer is what it is to the AWS CLI. Method: every operation that is served, called by the CLI's own code against a yard in this
// process; what is served and was not called fails the last test.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasAwsCli, startAwsCli, type AwsCli } from "./aws-cli.ts";

if (!hasAwsCli)
  test("the AWS CLI is not installed: Access Analyzer is not tried with it", () => expect(hasAwsCli).toBe(false));

const policy = (Action: string, more: object = {}): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*", ...more }] });

describe.runIf(hasAwsCli)("the AWS CLI calls Access Analyzer", () => {
  let cli: AwsCli;
  let aws: AwsCli["aws"];

  beforeAll(async () => {
    cli = await startAwsCli();
    ({ aws } = cli);
  });
  afterAll(() => cli.stop());

  test("for the checks of policies", async () => {
    const identity = ["--policy-type", "IDENTITY_POLICY"];
    const codes = ["--query", "findings[].issueCode"];
    const invalid = policy("s3:GetObjekt");
    expect(await aws`accessanalyzer validate-policy ${identity} --policy-document ${invalid} ${codes}`).toEqual([
      "INVALID_ACTION",
    ]);
    const before = ["--existing-policy-document", policy("s3:*")];
    const after = ["--new-policy-document", policy("s3:Get*")];
    const result = ["--query", "result"];
    expect(await aws`accessanalyzer check-no-new-access ${identity} ${before} ${after} ${result}`).toBe("PASS");
    const access = ["--policy-document", policy("s3:*"), "--access", "actions=s3:DeleteBucket"];
    expect(await aws`accessanalyzer check-access-not-granted ${identity} ${access} ${result}`).toBe("FAIL");
    const open = [
      "--policy-document",
      policy("s3:GetObject", { Principal: "*" }),
      "--resource-type",
      "AWS::S3::Bucket",
    ];
    expect(await aws`accessanalyzer check-no-public-access ${open} ${result}`).toBe("FAIL");
    await expect(
      aws`accessanalyzer check-no-public-access ${["--policy-document", "{}", "--resource-type", "AWS::S3::Bucket"]}`,
    ).rejects.toThrow("InvalidParameterException");
  });

  test("with every operation that is served", () => {
    expect(cli.uncalled("accessanalyzer")).toEqual([]);
  });
});
