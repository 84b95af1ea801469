// Goal: the policy simulator decides as the evaluator does and tells it as AWS does. Method: through the SDK, with policies whose places are counted
// by hand. AWS: IAM API reference of the four operations, examples of the AWS CLI, recorded answers where a test names them.

import {
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreateRoleCommand,
  CreateUserCommand,
  AddUserToGroupCommand,
  GetContextKeysForCustomPolicyCommand,
  GetContextKeysForPrincipalPolicyCommand,
  IAMClient,
  IAMServiceException,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  SimulateCustomPolicyCommand,
  SimulatePrincipalPolicyCommand,
  type SimulateCustomPolicyCommandInput,
  type SimulatePrincipalPolicyCommandInput,
} from "@aws-sdk/client-iam";
import { beforeAll, describe, expect, it } from "vitest";
import { sharedYard, type TestYard } from "../../../testing/harness.ts";
import { statementPlaces } from "./statement-places.ts";

let yard: TestYard;
beforeAll(async () => {
  yard = await sharedYard();
});

const policy = (...statements: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (Action: string | string[], Resource = "*"): object => ({ Effect: "Allow", Action, Resource });
const deny = (Action: string): object => ({ Effect: "Deny", Action, Resource: "*" });
const OBJECT = "arn:aws:s3:::bucket/key";

async function message(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "no error",
    (error: unknown) => (error instanceof IAMServiceException ? `${error.name}: ${error.message}` : String(error)),
  );
}

describe("policies that nobody has", () => {
  const iam = (): IAMClient => yard.account().client(IAMClient);
  const simulate = async (more: Partial<SimulateCustomPolicyCommandInput>, client = iam()) => {
    const input = { PolicyInputList: [policy(allow("s3:*"))], ActionNames: ["s3:GetObject"], ...more };
    const { EvaluationResults = [] } = await client.send(new SimulateCustomPolicyCommand(input));
    return EvaluationResults;
  };

  it("match at the places at which their statements stand", async () => {
    const document = JSON.stringify(
      { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
      undefined,
      2,
    );
    const [result] = await simulate({ PolicyInputList: [document] });
    // AWS: the recorded answer for AdministratorAccess, which is written like this.
    expect(result).toEqual({
      EvalActionName: "s3:GetObject",
      EvalResourceName: "*",
      EvalDecision: "allowed",
      MatchedStatements: [
        {
          SourcePolicyId: "PolicyInputList.1",
          SourcePolicyType: "IAM Policy",
          StartPosition: { Line: 3, Column: 17 },
          EndPosition: { Line: 8, Column: 6 },
        },
      ],
      MissingContextValues: [],
    });
  });

  it("are decided on for each resource, and the strictest decision stands for all", async () => {
    const statements = policy(allow("s3:*"), { ...deny("s3:*"), Resource: `${OBJECT}-secret` });
    const [result] = await simulate({
      PolicyInputList: [statements],
      ResourceArns: [OBJECT, `${OBJECT}-secret`],
      ActionNames: ["s3:GetObject"],
    });
    expect(result).toMatchObject({
      // AWS: "The ARN template for the simulated resource type (for example, arn:${Partition}:s3:::${BucketName}/${KeyName})".
      EvalResourceName: "arn:${Partition}:s3:::${BucketName}/${ObjectName}",
      EvalDecision: "explicitDeny",
      EvalDecisionDetails: {},
      MatchedStatements: [{ StartPosition: { Line: 1, Column: statements.indexOf(',{"Effect":"Deny"') + 1 } }],
      ResourceSpecificResults: [
        { EvalResourceName: OBJECT, EvalResourceDecision: "allowed", MatchedStatements: [{}] },
        { EvalResourceName: `${OBJECT}-secret`, EvalResourceDecision: "explicitDeny", MatchedStatements: [{}] },
      ],
    });
  });

  it("are held against boundaries, levels of service control policies, and what the request is said to have", async () => {
    const region = { ...allow("s3:*"), Condition: { StringEquals: { "aws:RequestedRegion": "eu-central-1" } } };
    const PolicyInputList = [policy(region)];
    const ContextEntries = [
      { ContextKeyName: "aws:RequestedRegion", ContextKeyType: "string" as const, ContextKeyValues: ["eu-central-1"] },
    ];
    expect(await simulate({ PolicyInputList })).toMatchObject([
      { EvalDecision: "implicitDeny", MatchedStatements: [], MissingContextValues: ["aws:RequestedRegion"] },
    ]);
    expect(await simulate({ PolicyInputList, ContextEntries })).toMatchObject([
      { EvalDecision: "allowed", MissingContextValues: [] },
    ]);
    const PermissionsBoundaryPolicyInputList = [policy(allow("sqs:*"))];
    expect(await simulate({ PermissionsBoundaryPolicyInputList })).toMatchObject([
      { EvalDecision: "implicitDeny", PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false } },
    ]);
    const levels = (...own: string[]) => [
      { ServiceControlPolicyInputList: [policy(allow("*"))] },
      { ServiceControlPolicyInputList: own },
    ];
    expect(await simulate({ OrderedOrganizationPolicyInputList: levels(policy(allow("sqs:*"))) })).toMatchObject([
      { EvalDecision: "implicitDeny", OrganizationsDecisionDetail: { AllowedByOrganizations: false } },
    ]);
    expect(await simulate({ OrderedOrganizationPolicyInputList: levels(policy(allow("s3:*"))) })).toMatchObject([
      { EvalDecision: "allowed", OrganizationsDecisionDetail: { AllowedByOrganizations: true } },
    ]);
  });

  it("meet resource policies, also of other accounts", async () => {
    const CallerArn = "arn:aws:iam::111122223333:user/ada";
    const ResourcePolicy = policy({ ...allow("s3:GetObject"), Principal: { AWS: CallerArn } });
    const asked = { CallerArn, ResourcePolicy, ResourceArns: [OBJECT], PolicyInputList: [policy(allow("sqs:*"))] };
    expect(await simulate(asked)).toMatchObject([
      {
        EvalDecision: "allowed",
        MatchedStatements: [{ SourcePolicyId: "ResourcePolicy", SourcePolicyType: "Resource Policy" }],
      },
    ]);
    expect(await simulate({ ...asked, ResourceOwner: "arn:aws:iam::444455556666:root" })).toMatchObject([
      {
        EvalDecision: "implicitDeny",
        EvalDecisionDetails: { "IAM Policy": "implicitDeny", "Resource Policy": "allowed" },
        ResourceSpecificResults: [
          { EvalDecisionDetails: { "IAM Policy": "implicitDeny", "Resource Policy": "allowed" } },
        ],
      },
    ]);
  });

  it("are refused in AWS's words, and pages go on", async () => {
    const client = iam();
    expect(await message(simulate({ ResourceOwner: "123456789012" }))).toBe(
      "InvalidInputException: '123456789012' is not a valid as a Resource Owner.",
    );
    const session = "arn:aws:sts::111122223333:assumed-role/worker/session";
    expect(await message(simulate({ CallerArn: session }))).toBe(
      `InvalidInputException: Invalid Entity Arn: ${session} does not clearly define entity type and name.`,
    );
    expect(await message(simulate({ ActionNames: ["s3:*"] }))).toMatch(/^InvalidInputException/);
    expect(await message(simulate({ ResourcePolicy: policy({ ...allow("s3:*"), Principal: "*" }) }))).toMatch(
      /^InvalidInputException: CallerArn is required/,
    );
    const asked = {
      PolicyInputList: [policy(allow("s3:*"))],
      ActionNames: ["s3:GetObject", "s3:PutObject", "sqs:SendMessage"],
    };
    const first = await client.send(new SimulateCustomPolicyCommand({ ...asked, MaxItems: 2 }));
    expect(first).toMatchObject({ IsTruncated: true, EvaluationResults: [{}, {}] });
    const second = await client.send(new SimulateCustomPolicyCommand({ ...asked, Marker: first.Marker }));
    expect(second).toMatchObject({ IsTruncated: false, EvaluationResults: [{ EvalActionName: "sqs:SendMessage" }] });
  });

  it("name the keys that they ask for, variables included, each once", async () => {
    // AWS: the AWS CLI's example of get-context-keys-for-custom-policy.
    const document = policy({
      ...allow("dynamodb:*", "arn:aws:dynamodb:us-west-2:128716708097:table/${aws:username}"),
      Condition: { DateGreaterThan: { "aws:CurrentTime": "2015-08-16T12:00:00Z" } },
    });
    const { ContextKeyNames } = await iam().send(
      new GetContextKeysForCustomPolicyCommand({ PolicyInputList: [document, document] }),
    );
    expect(ContextKeyNames).toEqual(["aws:username", "aws:CurrentTime"]);
  });
});

describe("what somebody has", () => {
  async function ada() {
    const account = yard.account();
    const iam = account.client(IAMClient);
    await iam.send(new CreateUserCommand({ UserName: "ada" }));
    await iam.send(new CreateGroupCommand({ GroupName: "team" }));
    await iam.send(new AddUserToGroupCommand({ UserName: "ada", GroupName: "team" }));
    const own = policy({ ...allow("s3:*"), Sid: "All" }, deny("s3:Delete*"));
    await iam.send(new PutUserPolicyCommand({ UserName: "ada", PolicyName: "own", PolicyDocument: own }));
    const shared = policy({ ...allow("sqs:*"), Condition: { Bool: { "aws:SecureTransport": "true" } } });
    await iam.send(new PutGroupPolicyCommand({ GroupName: "team", PolicyName: "shared", PolicyDocument: shared }));
    const PolicySourceArn = `arn:aws:iam::${account.account}:user/ada`;
    const simulate = async (more: Partial<SimulatePrincipalPolicyCommandInput>) => {
      const input = { PolicySourceArn, ActionNames: ["s3:GetObject"], ...more };
      return (await iam.send(new SimulatePrincipalPolicyCommand(input))).EvaluationResults ?? [];
    };
    return { iam, account, PolicySourceArn, simulate };
  }

  it("comes of users and of their groups", async () => {
    const { simulate, iam, PolicySourceArn } = await ada();
    const secure = {
      ContextKeyName: "aws:SecureTransport",
      ContextKeyType: "boolean" as const,
      ContextKeyValues: ["true"],
    };
    const results = await simulate({
      ActionNames: ["s3:GetObject", "s3:DeleteObject", "sqs:SendMessage", "sns:Publish"],
      ContextEntries: [secure],
    });
    expect(
      results.map(({ EvalDecision, MatchedStatements = [] }) => [EvalDecision, MatchedStatements[0]?.SourcePolicyId]),
    ).toEqual([
      ["allowed", "user_ada_own"],
      ["explicitDeny", "user_ada_own"],
      ["allowed", "group_team_shared"],
      ["implicitDeny", undefined],
    ]);
    const { ContextKeyNames } = await iam.send(new GetContextKeysForPrincipalPolicyCommand({ PolicySourceArn }));
    expect(ContextKeyNames).toEqual(["aws:SecureTransport"]);
  });

  it("can be asked without some of their policies", async () => {
    const { simulate, iam } = await ada();
    const arn = "arn:aws:iam::aws:policy/AdministratorAccess";
    await iam.send(new AttachUserPolicyCommand({ UserName: "ada", PolicyArn: arn }));
    const decide = async (more: Partial<SimulatePrincipalPolicyCommandInput>) =>
      (await simulate({ ActionNames: ["s3:DeleteObject"], ...more }))[0]?.EvalDecision;
    const own = { PolicyName: "own", AttachmentType: "user", AttachmentName: "a*" } as const;
    expect(await decide({})).toBe("explicitDeny");
    expect(await decide({ PolicyExclusionList: [{ InlinePolicyIdentifier: own }] })).toBe("allowed");
    expect(await decide({ PolicyExclusionList: [{ PolicyType: "inline" }, { PolicyArn: arn }] })).toBe("implicitDeny");
    expect(
      await message(decide({ PolicyExclusionList: [{ PolicyArn: "arn:aws:s3:::bucket-and-no-policy" }] })),
    ).toMatch(/^InvalidInputException/);
    const PermissionsBoundary = "arn:aws:iam::aws:policy/AmazonSQSFullAccess";
    await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: "ada", PermissionsBoundary }));
    expect(await simulate({})).toMatchObject([
      { EvalDecision: "implicitDeny", PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false } },
    ]);
    expect(await simulate({ PolicyExclusionList: [{ PolicyType: "permission-boundary" }] })).toMatchObject([
      { EvalDecision: "allowed" },
    ]);
  });

  it("can be somebody else's for a while", async () => {
    const { simulate, account } = await ada();
    const bob = `arn:aws:iam::${account.account}:user/bob`;
    const ResourcePolicy = policy({ Effect: "Deny", Principal: { AWS: bob }, Action: "s3:*", Resource: "*" });
    const asked = { ResourcePolicy, ResourceArns: [OBJECT] };
    expect(await simulate(asked)).toMatchObject([{ EvalDecision: "allowed" }]);
    expect(await simulate({ ...asked, CallerArn: bob })).toMatchObject([{ EvalDecision: "explicitDeny" }]);
  });

  it("is a role's without resource policies, and nobody's of another account", async () => {
    const { iam, simulate, account } = await ada();
    const trust = policy({ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" });
    await iam.send(new CreateRoleCommand({ RoleName: "worker", AssumeRolePolicyDocument: trust }));
    const PolicyDocument = policy(allow("sqs:*"));
    await iam.send(new PutRolePolicyCommand({ RoleName: "worker", PolicyName: "p", PolicyDocument }));
    const PolicySourceArn = `arn:aws:iam::${account.account}:role/worker`;
    expect(await simulate({ PolicySourceArn, ActionNames: ["sqs:SendMessage"] })).toMatchObject([
      { EvalDecision: "allowed", MatchedStatements: [{ SourcePolicyId: "role_worker_p" }] },
    ]);
    const ResourcePolicy = policy({ ...allow("sqs:*"), Principal: "*" });
    expect(await message(simulate({ PolicySourceArn, ResourcePolicy }))).toMatch(
      /^InvalidInputException: Simulation of/,
    );
    expect(await message(simulate({ PolicySourceArn: "arn:aws:iam::111122223333:role/worker" }))).toBe(
      `InvalidInputException: Invalid Policy Source Arn: caller's account ${account.account} does not have access to policies in account 111122223333`,
    );
    expect(await message(simulate({ PolicySourceArn: `${PolicySourceArn}-nobody` }))).toMatch(/^NoSuchEntityException/);
  });
});

describe("the places of statements", () => {
  it("follow each other, and a single statement may stand alone", () => {
    // Method: the first text is one of a recorded answer: 1:41 to 1:145.
    const recorded = `{"Version": "2012-10-17", "Statement": [${JSON.stringify({ Sid: "A", Effect: "Deny" })}, {"Effect":"Allow"}]}`;
    const places = statementPlaces(recorded);
    expect(places.get("A")).toEqual({ StartPosition: { Line: 1, Column: 41 }, EndPosition: { Line: 1, Column: 68 } });
    expect(places.get(1)).toEqual({ StartPosition: { Line: 1, Column: 68 }, EndPosition: { Line: 1, Column: 88 } });
    expect(statementPlaces('{"Statement":{"Effect":"Allow"}}').get(0)?.EndPosition).toEqual({ Line: 1, Column: 32 });
  });
});
